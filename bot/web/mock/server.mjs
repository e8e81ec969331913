/** `npm run mock [port]`: the built pages with the mock hub behind them, under the strict policy of the real one. */
import { createServer } from 'node:http'
import { answer } from './http.mjs'
import { MockHub } from './hub.mjs'

const port = Number(process.argv[2] ?? 8790)
const hub = new MockHub()
const server = createServer(
  (request, response) =>
    void answer(hub, request, response, { pages: true }).then((done) => done || response.writeHead(404).end()),
)
server.on('upgrade', (request, socket, head) => hub.upgrade(request, socket, head) || socket.destroy())
server.listen(port, '127.0.0.1', () =>
  console.log(`shop http://127.0.0.1:${port}/  chat /chat  desk /desk (lina / demo-lina)`),
)
