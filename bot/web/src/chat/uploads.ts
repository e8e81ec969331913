/**
 * Pictures that are not in the log yet, sent one after the other in the order they were chosen.
 *
 * They live as long as the page: a file cannot be kept over a reload. Sending one twice is safe as long as it keeps
 * its `clientId`.
 */
import type { LogEvent } from '../core/protocol/events'
import type { Line, SendState } from '../core/timeline'
import type { Outcome, Sending } from './upload'

export interface Upload {
  clientId: string
  conversation: string
  body: Blob
  /** Our own address of the picture. */
  preview: string
  width: number
  height: number
  at: number
  status: 'waiting' | 'sending' | 'offline' | 'failed' | 'refused' | 'acked'
  progress: number
  seq: number
  /** The hub's sentence. */
  failure: string
}

export class Uploads {
  items: readonly Upload[] = []
  private isBusy = false

  /** `session` is empty until the hub has let us in. */
  constructor(
    private readonly send: (sending: Sending) => Promise<Outcome>,
    private readonly session: () => string,
    private readonly onChange: (items: readonly Upload[]) => void,
  ) {}

  add(item: Pick<Upload, 'clientId' | 'conversation' | 'body' | 'preview' | 'width' | 'height' | 'at'>): void {
    this.change([...this.items, { ...item, status: 'waiting', progress: 0, seq: 0, failure: '' }])
    void this.work()
  }

  /** There is a link (again): what was lost with the old one is sent once more. */
  online(): void {
    this.items.filter((item) => item.status === 'offline').forEach((item) => this.update(item.clientId, WAITING))
    void this.work()
  }

  again(clientId: string): void {
    this.update(clientId, WAITING)
    void this.work()
  }

  drop(clientId: string): void {
    this.change(this.items.filter((item) => item.clientId !== clientId))
  }

  /** The event is in the log: gives its stand-in, which is no longer needed. */
  logged(event: LogEvent): Upload | null {
    const twin = this.items.find((item) => item.clientId === event.client_id)
    if (twin) this.drop(twin.clientId)
    return twin ?? null
  }

  clear(): void {
    this.change([])
  }

  private async work(): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    for (let next = this.next(); next; next = this.next()) await this.deliver(next)
    this.isBusy = false
  }

  private next(): Upload | undefined {
    return this.session() ? this.items.find((item) => item.status === 'waiting') : undefined
  }

  private async deliver({ clientId, body }: Upload): Promise<void> {
    this.update(clientId, { status: 'sending' })
    const onProgress = (progress: number): void => this.update(clientId, { progress })
    const outcome = await this.send({ session: this.session(), clientId, body, onProgress })
    if (outcome.kind === 'taken') this.update(clientId, { status: 'acked', seq: outcome.seq, progress: 1 })
    else this.update(clientId, { status: outcome.kind, failure: outcome.message })
  }

  private update(clientId: string, changes: Partial<Upload>): void {
    this.change(this.items.map((item) => (item.clientId === clientId ? { ...item, ...changes } : item)))
  }

  private change(items: readonly Upload[]): void {
    this.items = items
    this.onChange(items)
  }
}

const WAITING: Partial<Upload> = { status: 'waiting', progress: 0, failure: '' }

const STATES: Record<Upload['status'], SendState> = {
  waiting: 'sending',
  sending: 'sending',
  offline: 'undelivered',
  failed: 'undelivered',
  refused: 'undelivered',
  acked: 'delivered',
}

/** The lines of a conversation with the pictures on their way: those that have a place there, then the others. */
export function withUploads(all: Line[], uploads: readonly Upload[], offline: string): Line[] {
  if (!uploads.length) return all
  const known = new Set(all.map((line) => line.key))
  const standIns = uploads.filter((item) => !known.has(item.clientId)).map((item) => lineOf(item, offline))
  const place = (line: Line): number => line.event.seq || Infinity
  return [...all, ...standIns].sort((a, b) => place(a) - place(b) || a.event.at - b.event.at)
}

function lineOf(item: Upload, offline: string): Line {
  const { clientId, preview, width, height } = item
  const progress = item.status === 'sending' || item.status === 'waiting' ? item.progress : 1
  const event: LogEvent = {
    id: clientId,
    conversation: item.conversation,
    seq: item.seq,
    epoch: 0,
    at: item.at,
    actor: { kind: 'customer', id: '', name: '' },
    kind: 'image',
    text: '',
    data: { evidence: '', width, height, preview, progress },
    client_id: clientId,
  }
  const mayGoAgain = item.status === 'offline' || item.status === 'failed'
  const failure = item.failure || offline
  return { key: clientId, event, state: STATES[item.status], failure, resend: mayGoAgain ? clientId : '' }
}
