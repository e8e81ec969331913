/**
 * One WebSocket to the hub that comes back by itself.
 *
 * It knows nothing about conversations: resuming is the caller's `hello` (with `since`), keeping messages is the
 * outbox. It tells a dead path from a quiet one, waits longer after each failure, and stops where the hub says that
 * trying again is useless.
 */

export type Link = 'connecting' | 'online' | 'offline' | 'refused'

/** Close codes after which the same attempt would fail again. Everything else, 1000 included, is a restart. */
export const REFUSED = { badHello: 4400, unauthorised: 4401, origin: 4403, replaced: 4409 } as const
const FINAL_CODES: readonly number[] = Object.values(REFUSED)

export const TOO_BIG = 1009

const WELCOME_WITHIN_MS = 8_000
const PING_EVERY_MS = 10_000
const PONG_WITHIN_MS = 5_000
const STABLE_AFTER_MS = 5_000
const FIRST_WAIT_MS = 400
const LONGEST_WAIT_MS = 15_000

/** How long to wait before attempt `n`, in ms: doubling, bounded, and different for everybody after a restart. */
export function backoff(n: number, random: () => number = Math.random): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** n) * (0.5 + random() / 2)
}

/** `path` on the host the page came from, as a WebSocket address. */
export function socketUrl(path: string): string {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'
  return `${scheme}//${location.host}${path}`
}

interface Frame {
  t: string
}

export interface ChannelOptions<Incoming extends Frame> {
  url: string
  subprotocol: string
  /** The first frame, made anew for every connection. */
  hello: () => Frame
  onFrame: (frame: Incoming) => void
  onLink: (link: Link) => void
  /** The hub will not have us; nothing more happens until `open` is called again. */
  onRefused: (code: number) => void
  /** Closed with 1009: what was just sent can never pass. */
  onTooBig?: () => void
}

export class Channel<Incoming extends Frame, Outgoing extends Frame> {
  private socket: WebSocket | null = null
  private wanted = false
  private isLost = false
  private welcomedAt = 0
  private heardAt = 0
  private failures = 0
  private reopenTimer = 0
  private welcomeTimer = 0
  private pingTimer = 0

  constructor(private readonly options: ChannelOptions<Incoming>) {
    addEventListener('online', this.wake)
    addEventListener('pageshow', this.wake)
    addEventListener('focus', this.wake)
    document.addEventListener('visibilitychange', this.wake)
  }

  /** Connect, and stay connected until `close` or a refusal. */
  open(): void {
    this.wanted = true
    clearTimeout(this.reopenTimer)
    if (this.socket) return
    // While coming back the page stays "offline": flickering between two words would only worry.
    if (!this.isLost) this.options.onLink('connecting')
    const socket = new WebSocket(this.options.url, this.options.subprotocol)
    this.socket = socket
    this.welcomeTimer = window.setTimeout(() => this.drop(socket), WELCOME_WITHIN_MS)
    this.pingTimer = window.setInterval(() => this.probe(), PING_EVERY_MS)
    socket.onopen = () => socket.send(JSON.stringify(this.options.hello()))
    socket.onmessage = (message) => this.receive(message.data)
    socket.onclose = (event) => this.closed(socket, event.code)
  }

  /** Disconnect and stay so. */
  close(): void {
    this.wanted = this.isLost = false
    clearTimeout(this.reopenTimer)
    this.forget()
  }

  /**
   * Send now if the hub has welcomed us; otherwise say so and do nothing.
   * Between `open` and `welcome` nothing may be sent: it would overtake what the outbox still holds.
   */
  send(frame: Outgoing): boolean {
    if (!this.welcomedAt || this.socket?.readyState !== WebSocket.OPEN) return false
    this.socket.send(JSON.stringify(frame))
    return true
  }

  dispose(): void {
    this.close()
    removeEventListener('online', this.wake)
    removeEventListener('pageshow', this.wake)
    removeEventListener('focus', this.wake)
    document.removeEventListener('visibilitychange', this.wake)
  }

  private receive(raw: unknown): void {
    this.heardAt = Date.now()
    const frame = parse<Incoming>(raw)
    if (!frame) return
    if (frame.t === 'welcome') {
      clearTimeout(this.welcomeTimer)
      this.welcomedAt = Date.now()
      this.isLost = false
      this.options.onLink('online')
    }
    this.options.onFrame(frame)
  }

  private closed(socket: WebSocket, code: number): void {
    if (this.socket !== socket) return
    if (FINAL_CODES.includes(code)) {
      this.close()
      this.options.onLink('refused')
      this.options.onRefused(code)
      return
    }
    if (code === TOO_BIG) this.options.onTooBig?.()
    this.drop(socket)
  }

  /** Give a socket up at once: on a dead path the browser's own close event comes much later, or never. */
  private drop(socket: WebSocket): void {
    if (this.socket !== socket) return
    const wasStable = this.welcomedAt > 0 && Date.now() - this.welcomedAt > STABLE_AFTER_MS
    if (wasStable) this.failures = 0
    this.forget()
    this.isLost = true
    this.options.onLink('offline')
    if (this.wanted) this.reopenTimer = window.setTimeout(() => this.open(), backoff(this.failures++))
  }

  private forget(): void {
    clearTimeout(this.welcomeTimer)
    clearInterval(this.pingTimer)
    const socket = this.socket
    this.socket = null
    this.welcomedAt = 0
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }

  /** Ask for a sign of life; without one the connection is given up. Worth it after saying something. */
  probe(): void {
    const socket = this.socket
    if (!this.welcomedAt || socket?.readyState !== WebSocket.OPEN) return
    const asked = Date.now()
    socket.send(JSON.stringify({ t: 'ping' }))
    setTimeout(() => {
      if (this.socket === socket && this.heardAt < asked) this.drop(socket)
    }, PONG_WITHIN_MS)
  }

  /** The machine or the tab came back: look at once instead of waiting for the next timer. */
  private readonly wake = (): void => {
    if (!this.wanted || document.hidden) return
    if (this.socket) {
      this.probe()
      return
    }
    this.failures = 0
    this.open()
  }
}

function parse<Incoming extends Frame>(raw: unknown): Incoming | null {
  try {
    const frame: unknown = JSON.parse(String(raw))
    const isFrame = typeof frame === 'object' && frame !== null && 't' in frame
    return isFrame ? (frame as Incoming) : null
  } catch {
    return null
  }
}
