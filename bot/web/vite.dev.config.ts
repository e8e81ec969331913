/**
 * `npm run dev`: both pages from their sources with hot reload.
 *
 * Behind them is the mock hub; with JIEZHU_HUB=http://127.0.0.1:8600 and JIEZHU_STAFF=http://127.0.0.1:8601 the real one.
 */
import vue from '@vitejs/plugin-vue'
import elementPlus from 'unplugin-element-plus/vite'
import { defineConfig, type Plugin, type ProxyOptions } from 'vite'
// The mock is plain JavaScript for Node, outside the typed sources.
// @ts-expect-error no declarations
import { answer } from './mock/http.mjs'
// @ts-expect-error no declarations
import { MockHub } from './mock/hub.mjs'
import { SOURCES } from './vite.shared.ts'

const customers = process.env.JIEZHU_HUB
const staff = process.env.JIEZHU_STAFF

/** The paths of the real hub lead to the sources. */
function shortPaths(): Plugin {
  return {
    name: 'short-paths',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const page = request.url?.match(/^\/(chat|desk)($|\?.*)/)
        if (!page) return next()
        response.writeHead(302, { location: `/${page[1]}/${page[1]}.html${page[2]}` })
        response.end()
      })
    },
  }
}

function mockHub(): Plugin {
  return {
    name: 'mock-hub',
    configureServer(server) {
      const hub = new MockHub()
      server.httpServer?.on('upgrade', (request, socket, head) => hub.upgrade(request, socket, head))
      server.middlewares.use((request, response, next) => {
        void answer(hub, request, response, { pages: false }).then((done: boolean) => done || next())
      })
    },
  }
}

function proxies(): Record<string, ProxyOptions> {
  const found: Record<string, ProxyOptions> = {}
  const add = (path: string, target: string) => {
    found[path] = { target, ws: path.startsWith('/ws'), changeOrigin: true, headers: { origin: target } }
  }
  if (customers) ['/ws/chat', '/evidence', '/demo', '/jiezhu.js'].forEach((path) => add(path, customers))
  if (staff) ['/ws/desk', '/api'].forEach((path) => add(path, staff))
  return found
}

export default defineConfig({
  root: SOURCES,
  publicDir: false,
  plugins: [vue(), elementPlus({}), shortPaths(), ...(customers || staff ? [] : [mockHub()])],
  server: { host: '127.0.0.1', proxy: proxies() },
})
