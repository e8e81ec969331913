import vue from '@vitejs/plugin-vue'
import elementPlus from 'unplugin-element-plus/vite'
import { defineConfig } from 'vite'
import { page } from './vite.shared.ts'

const settings = page('desk', true)

export default defineConfig({
  ...settings,
  plugins: [vue(), elementPlus({})],
  build: {
    ...settings.build,
    // Libraries apart from our code: a change of ours leaves their files, and the history of the repository, alone.
    rolldownOptions: {
      ...settings.build?.rolldownOptions,
      output: { codeSplitting: { groups: [{ name: 'libraries', test: /node_modules/ }] } },
    },
  },
})
