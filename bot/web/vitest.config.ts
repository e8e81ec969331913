import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  // The files leave nothing behind, so they may share one page: a fresh one for each took most of the time.
  test: { environment: 'happy-dom', include: ['test/**/*.test.ts'], isolate: false },
})
