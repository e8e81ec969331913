import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { page } from './vite.shared.ts'

export default defineConfig({ ...page('chat', false), plugins: [vue()] })
