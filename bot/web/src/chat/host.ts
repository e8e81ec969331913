/** The page's side of the bridge: the loader that holds our frame, or nobody when the page was opened directly. */
import { isOurs, type Sealed, type ToLoader, type ToPage } from '../loader/bridge'
import { deviceStore } from '../core/storage'

export interface Kept {
  session: string
  /** Whether the session belongs to a customer the shop vouched for. */
  verified: boolean
}

export interface TokenAnswer {
  ok: boolean
  token: string | null
}

export interface HostEvents {
  onVisible: (open: boolean) => void
  onIdentity: () => void
}

export interface Host {
  /** In a frame made by the loader: the window can be closed, and the shop can be asked who is writing. */
  framed: boolean
  start(events: HostEvents): Promise<{ kept: Kept; canAskShop: boolean }>
  requestToken(): Promise<TokenAnswer>
  keep(kept: Kept): void
  unread(count: number): void
  close(): void
}

const TOKEN_WITHIN_MS = 10_000
/** Not the loader's key: the demo shop has the same origin as this page. */
const SESSION_KEY = 'jiezhu.chat.session'
const NOBODY: Kept = { session: '', verified: false }

/** `origin` in our address is the shop's page, put there by the loader; the hub's CSP decides who may frame us. */
export function findHost(): Host {
  const shop = new URLSearchParams(location.search).get('origin')
  return shop && window.parent !== window ? loaderHost(shop) : directHost()
}

function loaderHost(shop: string): Host {
  const waiting = new Map<number, (answer: TokenAnswer) => void>()
  let asked = 0
  const tell = (message: ToLoader) => window.parent.postMessage({ jiezhu: 1, ...message }, shop)

  function requestToken(): Promise<TokenAnswer> {
    asked += 1
    const id = asked
    return new Promise((resolve) => {
      const answer = (value: TokenAnswer) => {
        clearTimeout(timer)
        waiting.delete(id)
        resolve(value)
      }
      const timer = setTimeout(() => answer({ ok: false, token: null }), TOKEN_WITHIN_MS)
      waiting.set(id, answer)
      tell({ type: 'need-token', id })
    })
  }

  return {
    framed: true,
    requestToken,
    start: (events) =>
      new Promise((resolve) => {
        addEventListener('message', ({ source, origin, data }: MessageEvent<Sealed<ToPage>>) => {
          if (source !== window.parent || origin !== shop || !isOurs(data)) return
          if (data.type === 'init') {
            events.onVisible(data.open)
            resolve({ kept: { session: data.session, verified: data.verified }, canAskShop: data.hasTokenUrl })
          }
          if (data.type === 'token') waiting.get(data.id)?.({ ok: data.ok, token: data.token })
          if (data.type === 'visible') events.onVisible(data.open)
          if (data.type === 'identity') events.onIdentity()
        })
        tell({ type: 'ready' })
      }),
    keep: (kept) => tell({ type: 'session', ...kept }),
    unread: (count) => tell({ type: 'unread', count }),
    close: () => tell({ type: 'close' }),
  }
}

/** An app's WebView passes a token as `#token=…`: a fragment reaches no server and no log. */
function directHost(): Host {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token) history.replaceState(null, '', location.pathname + location.search)
  let unused = token
  return {
    framed: false,
    start: (events) => {
      events.onVisible(true)
      return Promise.resolve({ kept: deviceStore.read(SESSION_KEY, NOBODY), canAskShop: token !== null })
    },
    requestToken: () => {
      const answer = { ok: unused !== null, token: unused }
      unused = null
      return Promise.resolve(answer)
    },
    keep: (kept) => deviceStore.write(SESSION_KEY, kept),
    unread: () => undefined,
    close: () => undefined,
  }
}
