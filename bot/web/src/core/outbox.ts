/**
 * What we have said and the hub has not yet logged.
 *
 * An item is kept until its event is in the log. Sending one twice is safe as long as it keeps its `client_id`:
 * the hub answers with the first result.
 */
import type { LogEvent } from './protocol/events'
import type { Store } from './storage'

/** `waiting`: on its way. `late`: no answer yet, still sent again on reconnect. `failed`: refused. `acked`: logged. */
export type OutboxStatus = 'waiting' | 'late' | 'failed' | 'acked'

export interface OutboxItem<Request extends { client_id: string }> {
  request: Request
  /** Conversation it belongs to; empty until the hub has told us which. */
  conversation: string
  /** What the bubble shows; empty for a request that shows none. */
  text: string
  at: number
  status: OutboxStatus
  seq: number
  /** The hub's sentence when it refused. */
  failure: string
}

const LATE_AFTER_MS = 12_000
/** A press of a button restored long after it was made would surprise more than help. */
const SILENT_EXPIRES_MS = 60_000

export class Outbox<Request extends { client_id: string }> {
  items: readonly OutboxItem<Request>[]

  constructor(
    private readonly store: Store,
    private readonly key: string,
    private readonly onChange: (items: readonly OutboxItem<Request>[]) => void,
    private readonly now: () => number = Date.now,
  ) {
    const kept = store.read<OutboxItem<Request>[]>(key, [])
    this.items = kept.filter((item) => item.text || now() - item.at < SILENT_EXPIRES_MS)
  }

  add(conversation: string, request: Request, text: string): OutboxItem<Request> {
    const item: OutboxItem<Request> = {
      request,
      conversation,
      text,
      at: this.now(),
      status: 'waiting',
      seq: 0,
      failure: '',
    }
    this.change([...this.items, item])
    return item
  }

  /**
   * Bind what was written before the first welcome, and forget what was meant for another conversation: after a
   * change of customer it must not reach the new one.
   */
  belongTo(conversation: string): void {
    const ours = this.items.filter((item) => !item.conversation || item.conversation === conversation)
    this.change(ours.map((item) => ({ ...item, conversation })))
  }

  /** Everything a new connection has to send again, in the order it was written. */
  unsent(): Request[] {
    return this.items.filter(isUnanswered).map((item) => item.request)
  }

  acked(clientId: string, seq: number): void {
    this.change(
      this.items.flatMap((item) => {
        if (item.request.client_id !== clientId) return [item]
        return item.text ? [{ ...item, status: 'acked' as const, seq }] : []
      }),
    )
  }

  refused(clientId: string, failure: string): void {
    this.update(clientId, (item) => ({ ...item, status: 'failed', failure }))
  }

  /** The event is in the log: its stand-in is no longer needed. */
  logged(event: LogEvent): void {
    const isTwin = (item: OutboxItem<Request>) =>
      (!!event.client_id && item.request.client_id === event.client_id) ||
      (item.status === 'acked' && item.conversation === event.conversation && item.seq === event.seq)
    if (this.items.some(isTwin)) this.change(this.items.filter((item) => !isTwin(item)))
  }

  /** Try an item once more, under its own id: had the hub taken it after all, it is not said twice. */
  again(clientId: string, changes: Partial<Request> = {}): Request | null {
    const item = this.items.find((one) => one.request.client_id === clientId)
    if (!item) return null
    const request = { ...item.request, ...changes, client_id: clientId }
    const fresh: OutboxItem<Request> = { ...item, request, at: this.now(), status: 'waiting', failure: '' }
    this.change([...this.items.filter((one) => one !== item), fresh])
    return request
  }

  drop(clientId: string): void {
    this.change(this.items.filter((item) => item.request.client_id !== clientId))
  }

  dropWhere(isOver: (request: Request) => boolean): void {
    if (this.items.some((item) => isOver(item.request))) {
      this.change(this.items.filter((item) => !isOver(item.request)))
    }
  }

  clear(): void {
    this.change([])
  }

  /** Mark what has waited too long, so that its writer learns of it. Call it now and then. */
  sweep(): void {
    const isLate = (item: OutboxItem<Request>) => item.status === 'waiting' && this.now() - item.at > LATE_AFTER_MS
    if (!this.items.some(isLate)) return
    this.change(this.items.map((item) => (isLate(item) ? { ...item, status: 'late' as const } : item)))
  }

  /** Nothing unanswered can pass (the hub found a frame too big). */
  refuseUnanswered(failure: string): void {
    this.change(this.items.map((item) => (isUnanswered(item) ? { ...item, status: 'failed' as const, failure } : item)))
  }

  private update(clientId: string, change: (item: OutboxItem<Request>) => OutboxItem<Request>): void {
    this.change(this.items.map((item) => (item.request.client_id === clientId ? change(item) : item)))
  }

  private change(items: readonly OutboxItem<Request>[]): void {
    this.items = items
    this.store.write(
      this.key,
      items.filter((item) => item.status !== 'acked'),
    )
    this.onChange(items)
  }
}

function isUnanswered(item: OutboxItem<{ client_id: string }>): boolean {
  return item.status === 'waiting' || item.status === 'late'
}
