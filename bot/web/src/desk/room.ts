/** One conversation as the desk holds it. */
import { shallowReactive } from 'vue'
import type { Brief } from '../core/protocol/brief'
import type { Control, CustomerCard, LiveItem, MineItem, QueueItem } from '../core/protocol/desk'
import type { LogEvent } from '../core/protocol/events'

export type Mode = 'text' | 'note' | 'whisper'

export interface Room {
  id: string
  events: LogEvent[]
  control: Control | null
  customer: CustomerCard & { phone?: string }
  brief: Brief | null
  /** Highest `seq` that the customer, and this agent, have read. */
  readByCustomer: number
  readByMe: number
  typist: string
  draft: string
  /** Kept apart from the draft: what was meant for a colleague must not stand in the box of a reply. */
  whisper: string
  mode: Mode
  /** Marked blanks that a canned reply left in the draft. */
  blanks: string[]
  /** Counts up when something was put into the draft, so that the composer takes the focus. */
  fills: number
  loading: boolean
  /** Why nothing could be loaded. */
  failure: string
  /** Who was faster. */
  claimedBy: string
}

export function newRoom(id: string, customer: CustomerCard): Room {
  return {
    id,
    events: shallowReactive([]),
    control: null,
    customer,
    brief: null,
    readByCustomer: 0,
    readByMe: 0,
    typist: '',
    draft: '',
    whisper: '',
    mode: 'text',
    blanks: [],
    fills: 0,
    loading: false,
    failure: '',
    claimedBy: '',
  }
}

/** The later of two control records; answers and frames overtake each other. */
export function later(known: Control | null, told: Control): Control {
  if (!known || told.epoch > known.epoch) return told
  return told.epoch === known.epoch && told.last_seq >= known.last_seq ? told : known
}

export function isMine(room: Room, agentId: string): boolean {
  return room.control?.controller === 'agent' && room.control.agent_id === agentId
}

/** Sits in as one who may speak. */
export function isJoined(room: Room, agentId: string): boolean {
  return room.control?.joined?.some((one) => one.id === agentId) ?? false
}

/** What colleagues do beside a conversation says nothing of who has read it. */
const NOT_SAID = ['label', 'promise_kept']

/** What nobody of us has seen of the customer, since I read, since an agent last spoke, since the claim; and whispers. */
export function unread(room: Room): number {
  let count = 0
  for (let index = room.events.length - 1; index >= 0; index -= 1) {
    const event = room.events[index]
    if (NOT_SAID.includes(event.kind)) continue
    if (event.seq <= room.readByMe || isClaim(event)) break
    const isWhisper = event.kind === 'whisper'
    if (event.actor.kind === 'agent' && !isWhisper) break
    if (event.actor.kind === 'customer' || isWhisper) count += 1
  }
  return count
}

function isClaim(event: LogEvent): boolean {
  return event.kind === 'control' && event.data.to === 'human'
}

export function briefOf(event: LogEvent): Brief | null {
  return event.kind === 'brief' && 'reason' in event.data ? (event.data as unknown as Brief) : null
}

export type Listed = QueueItem | MineItem | LiveItem
