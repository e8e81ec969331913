/** The paths of the mock hub over HTTP, with the headers that the real hub has to send. */
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CUSTOMERS } from './data.mjs'

const STATIC = new URL('../static/', import.meta.url)
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.svg': 'image/svg+xml' }
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'self'"
const FILES = { '/chat': 'chat/chat.html', '/desk': 'desk/desk.html', '/jiezhu.js': 'jiezhu.js' }

const SHOP = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>示例店铺</title><body><main><h1>示例店铺</h1><p>右下角是客服窗口；<a href="/desk">客服工作台</a>（lina / demo-lina）</p></main>
<script src="/jiezhu.js" data-token-url="/demo/token" data-lang="zh-CN" defer></script></body></html>`

/** The picture of the visitor in the seeded conversation. */
const SEEDED = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120"><rect width="160" height="120" fill="#dfe5ea"/>
<circle cx="58" cy="60" r="26" fill="#2b2f36"/><circle cx="108" cy="62" r="22" fill="#3a4049"/><path d="M104 50l10 22" stroke="#e0a04f" stroke-width="3"/></svg>`

/** Answer a request if it is ours; otherwise false, and the caller goes on. */
export async function answer(hub, request, response, { pages }) {
  const { pathname } = new URL(request.url, 'http://mock')
  if (/\/evidence(\/|$)/.test(pathname)) return evidence(hub, request, response)
  if (pathname.startsWith('/api/')) return rest(hub, request, response, pathname)
  if (pathname === '/demo/token') {
    const { customer } = await bodyOf(request)
    const token = CUSTOMERS.some((one) => one.customer === customer) ? customer : null
    return send(response, 200, 'application/json', JSON.stringify({ token }))
  }
  if (pathname === '/') return send(response, 200, 'text/html; charset=utf-8', SHOP)
  const file = FILES[pathname] ?? (pathname.startsWith('/static/') ? pathname.slice('/static/'.length) : null)
  if (!file || (!pages && pathname !== '/jiezhu.js')) return false
  return sendFile(response, file)
}

/** A picture sent or asked for, on either side; whoever asks may see all. */
async function evidence(hub, request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://mock')
  if (request.method === 'GET') {
    if (pathname.includes('/i_seed')) return send(response, 200, 'image/svg+xml', SEEDED)
    const picture = hub.chat.pictures.get(pathname.match(/i_\w+/)?.[0])
    return picture ? send(response, 200, 'image/jpeg', picture) : send(response, 404, 'application/json', '{}')
  }
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const session = request.headers.authorization?.replace('Bearer ', '')
  const conversation = hub.sessions.get(session)
  if (!conversation) return send(response, 401, 'application/json', JSON.stringify({ message: '登录已失效。' }))
  const seq = hub.chat.picture(conversation, searchParams.get('client_id'), Buffer.concat(chunks))
  return send(response, 200, 'application/json', JSON.stringify({ seq }))
}

async function rest(hub, request, response, pathname) {
  const [status, body, cookie] = hub.desk.rest(
    request.method,
    pathname,
    await bodyOf(request),
    hub.agentOf(request.headers.cookie),
  )
  if (cookie) response.setHeader('set-cookie', cookie)
  return send(response, status, 'application/json', JSON.stringify(body))
}

async function bodyOf(request) {
  let text = ''
  for await (const chunk of request) text += chunk
  return text ? JSON.parse(text) : {}
}

async function sendFile(response, file) {
  const path = fileURLToPath(new URL(file, STATIC))
  if (!path.startsWith(fileURLToPath(STATIC))) return send(response, 404, 'text/plain', '')
  const body = await readFile(path).catch(() => null)
  if (!body) return send(response, 404, 'text/plain', '')
  response.setHeader('content-security-policy', POLICY)
  response.setHeader('x-content-type-options', 'nosniff')
  return send(response, 200, `${TYPES[extname(file)]}; charset=utf-8`, body)
}

function send(response, status, type, body) {
  response.writeHead(status, { 'content-type': type })
  response.end(body)
  return true
}
