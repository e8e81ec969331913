import { fileURLToPath } from 'node:url'
import type { UserConfig } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export const TARGET = ['es2020', 'chrome87', 'safari14']
export const STATIC = at('static')
export const SOURCES = at('src')

/**
 * Settings of one page. Every page is a build of its own: in a shared build the bundler moved desk code into chunks
 * that the customer's page loads too.
 */
export function page(name: 'chat' | 'desk', optionsApi: boolean): UserConfig {
  return {
    root: at(`src/${name}`),
    base: `/static/${name}/`,
    publicDir: false,
    define: {
      __VUE_OPTIONS_API__: String(optionsApi),
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    build: {
      outDir: at(`static/${name}`),
      emptyOutDir: true,
      target: TARGET,
      rolldownOptions: { input: at(`src/${name}/${name}.html`) },
      // A data: address would need a wider Content-Security-Policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 900,
    },
  }
}
