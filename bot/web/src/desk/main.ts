import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '../ui/tokens.css'
import './desk.css'
import DeskPage from './DeskPage.vue'

createApp(DeskPage).use(createPinia()).mount('#app')
