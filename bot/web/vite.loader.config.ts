import { defineConfig } from 'vite'
import { SOURCES, STATIC } from './vite.shared.ts'

export default defineConfig({
  publicDir: false,
  build: {
    outDir: STATIC,
    emptyOutDir: false,
    target: 'es2018',
    reportCompressedSize: false,
    lib: {
      entry: `${SOURCES}/loader/loader.ts`,
      formats: ['iife'],
      name: 'jiezhuLoader',
      fileName: () => 'jiezhu.js',
    },
  },
})
