import { createApp } from 'vue'
import '../ui/tokens.css'
import './chat.css'
import ChatPage from './ChatPage.vue'

createApp(ChatPage).mount('#app')
