/** A WebSocket that a test drives from the hub's side. */
import { vi } from 'vitest'

export class FakeSocket {
  static readonly OPEN = 1
  static made: FakeSocket[] = []
  readyState = 0
  sent: { t: string; [field: string]: unknown }[] = []
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null

  constructor(
    readonly url: string,
    readonly subprotocol: string,
  ) {
    FakeSocket.made.push(this)
  }

  static install(): void {
    FakeSocket.made = []
    vi.stubGlobal('WebSocket', FakeSocket)
  }

  static get last(): FakeSocket {
    return FakeSocket.made[FakeSocket.made.length - 1]
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }

  close(): void {
    this.readyState = 2
  }

  accept(): void {
    this.readyState = 1
    this.onopen?.()
  }

  tell(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }

  hangUp(code: number): void {
    this.readyState = 3
    this.onclose?.({ code })
  }

  kinds(): string[] {
    return this.sent.map((frame) => frame.t)
  }
}
