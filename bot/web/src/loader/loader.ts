/**
 * The one script tag a shop puts on its pages:
 *
 *   <script src="https://chat.example/jiezhu.js" data-token-url="/my/token" data-lang="zh-CN" defer></script>
 *
 * It draws the launcher, holds the chat page in a frame, asks the shop's own server who is signed in, and keeps the
 * session in the shop's storage, because browsers wipe or split the storage of a frame from another site.
 */
import { isOurs, type Sealed, type ToLoader, type ToPage } from './bridge'
import { makeLauncher } from './launcher'

interface KeptSession {
  session: string
  verified: boolean
  /** The customer the shop's page named when it was kept. */
  customer: string
}

declare global {
  interface Window {
    jiezhu?: { open(): void; close(): void; refreshIdentity(): void }
    jiezhuCustomer?: string | null
  }
}

const SESSION_KEY = 'jiezhu.session'
const DEMO_CUSTOMER_KEY = 'jiezhu.demoCustomer'

function start(script: HTMLScriptElement): void {
  const home = new URL(script.src).origin
  const tokenUrl = script.dataset.tokenUrl ?? ''
  const language = script.dataset.lang ?? 'zh-CN'
  const launcher = makeLauncher(toggle)
  let frame: HTMLIFrameElement | null = null
  let isOpen = false
  let isReady = false

  function tell(message: ToPage): void {
    if (isReady) frame?.contentWindow?.postMessage({ jiezhu: 1, ...message }, home)
  }

  function mount(): void {
    if (frame) return
    const query = new URLSearchParams({ origin: location.origin, lang: language })
    frame = launcher.addFrame(`${home}/chat?${query}`)
  }

  function toggle(open = !isOpen): void {
    if (open === isOpen) return
    isOpen = open
    mount()
    launcher.show(open)
    tell({ type: 'visible', open })
    if (open) frame?.focus()
    else launcher.focus()
  }

  async function sendToken(id: number): Promise<void> {
    try {
      tell({ type: 'token', id, ok: true, token: await fetchToken(tokenUrl) })
    } catch {
      tell({ type: 'token', id, ok: false, token: null })
    }
  }

  addEventListener('message', ({ origin, source, data }: MessageEvent<Sealed<ToLoader>>) => {
    if (origin !== home || !frame || source !== frame.contentWindow || !isOurs(data)) return
    if (data.type === 'ready') {
      isReady = true
      tell({ type: 'init', ...keptSession(), hasTokenUrl: tokenUrl !== '', open: isOpen })
    }
    if (data.type === 'need-token') void sendToken(data.id)
    if (data.type === 'session') keepSession(data.session, data.verified)
    if (data.type === 'unread') launcher.badge(data.count)
    if (data.type === 'close') toggle(false)
  })
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isOpen) toggle(false)
  })

  // Somebody who has talked to us before is told of answers while the window is closed.
  if (keptSession().session) setTimeout(mount, 500)

  window.jiezhu = {
    open: () => toggle(true),
    close: () => toggle(false),
    refreshIdentity() {
      // A visitor's comes along when they sign in.
      const { session, verified } = keptSession()
      if (verified || !session) keepSession('', false)
      tell({ type: 'identity' })
    },
  }
}

/** The customer the page names, if it does; the shop's server decides who it really is. */
function customerOnPage(): string | null {
  return window.jiezhuCustomer ?? stored(DEMO_CUSTOMER_KEY)
}

async function fetchToken(url: string): Promise<string | null> {
  if (!url) return null
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customer: customerOnPage() ?? undefined }),
    credentials: 'same-origin',
  })
  if (!answer.ok) throw new Error(`token: ${answer.status}`)
  const { token }: { token?: string | null } = await answer.json()
  return token || null
}

/** The kept session, unless the page now names another customer than when it was kept; a visitor may sign in. */
function keptSession(): { session: string; verified: boolean } {
  const kept = parsed<KeptSession>(stored(SESSION_KEY))
  const isTheirs = kept && (kept.customer === (customerOnPage() ?? '') || (!kept.verified && kept.customer === ''))
  return isTheirs ? { session: kept.session, verified: kept.verified } : { session: '', verified: false }
}

function keepSession(session: string, verified: boolean): void {
  const kept: KeptSession = { session, verified, customer: customerOnPage() ?? '' }
  try {
    if (session) localStorage.setItem(SESSION_KEY, JSON.stringify(kept))
    else localStorage.removeItem(SESSION_KEY)
  } catch {
    // A private window: the conversation lasts as long as this page.
  }
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function parsed<Value>(text: string | null): Value | null {
  try {
    return JSON.parse(text ?? 'null') as Value | null
  } catch {
    return null
  }
}

const script = document.currentScript
if (script instanceof HTMLScriptElement && !window.jiezhu) {
  if (document.body) start(script)
  else addEventListener('DOMContentLoaded', () => start(script))
}
