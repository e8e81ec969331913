/** The conversation as it is drawn: logged events in order of `seq`, then what is still on its way. */
import type { OutboxItem } from './outbox'
import type { ActorKind, LogEvent } from './protocol/events'

export type SendState = 'sending' | 'delivered' | 'read' | 'undelivered'

export interface Line {
  /** Stays the same when the stand-in of a message is replaced by its event, so that nothing flickers. */
  key: string
  event: LogEvent
  /** Set on the viewer's own lines. */
  state: SendState | null
  /** The hub's sentence about a line it refused. */
  failure: string
  /** Client id while the line can still be sent again. */
  resend: string
}

/** Put an event in its place. False when it is there already: after a reconnect the hub may repeat itself. */
export function insert(events: LogEvent[], event: LogEvent): boolean {
  let place = events.length
  while (place > 0 && events[place - 1].seq > event.seq) place -= 1
  if (place > 0 && events[place - 1].seq === event.seq) return false
  events.splice(place, 0, event)
  return true
}

/** Highest `seq` in a list kept by `insert`; 0 for none. Only events count: an ack says nothing about those before. */
export function lastSeq(events: readonly LogEvent[]): number {
  return events.length ? events[events.length - 1].seq : 0
}

interface Viewer {
  kind: ActorKind
  /** Highest `seq` the other side has read. */
  readByPeer: number
}

export function lines<Request extends { client_id: string }>(
  events: readonly LogEvent[],
  outbox: readonly OutboxItem<Request>[],
  viewer: Viewer,
): Line[] {
  const acked = outbox.filter((item) => item.text && item.status === 'acked')
  const pending = outbox.filter((item) => item.text && item.status !== 'acked')
  const known = new Set(events.map((event) => event.seq))
  const standIns = acked.filter((item) => !known.has(item.seq)).map((item) => standIn(item, viewer))
  const logged = events.map((event) => lineOf(event, viewer))
  const ordered = standIns.length ? [...logged, ...standIns].sort((a, b) => a.event.seq - b.event.seq) : logged
  return [...ordered, ...pending.map((item) => standIn(item, viewer))]
}

function lineOf(event: LogEvent, viewer: Viewer): Line {
  const isOwn = event.actor.kind === viewer.kind
  const state = event.seq <= viewer.readByPeer ? 'read' : 'delivered'
  return { key: event.client_id || event.id, event, state: isOwn ? state : null, failure: '', resend: '' }
}

function standIn<Request extends { client_id: string }>(item: OutboxItem<Request>, viewer: Viewer): Line {
  const id = item.request.client_id
  const kind = 'kind' in item.request && isForStaff(item.request.kind) ? item.request.kind : 'text'
  const event: LogEvent = {
    id,
    conversation: item.conversation,
    seq: item.seq,
    epoch: 0,
    at: item.at,
    actor: { kind: viewer.kind, id: '', name: '' },
    kind,
    text: item.text,
    data: {},
    visibility: kind === 'text' ? 'all' : 'staff',
    client_id: id,
  }
  const isStuck = item.status === 'late' || item.status === 'failed'
  const stateOf = { waiting: 'sending', late: 'undelivered', failed: 'undelivered', acked: 'delivered' } as const
  return { key: id, event, state: stateOf[item.status], failure: item.failure, resend: isStuck ? id : '' }
}

function isForStaff(kind: unknown): kind is 'note' | 'whisper' {
  return kind === 'note' || kind === 'whisper'
}
