/** Frames and answers between the desk and the hub: docs/protocol.md, section 3. */
import type { Brief } from './brief'
import type { Emotion, LogEvent, PromiseState, Risk } from './events'
import type { Joined, OwnLoad, Role, Standing, TeamItem } from './handoff'

export const DESK_SUBPROTOCOL = 'jiezhu-desk.v1'

export type Priority = 'urgent' | 'high' | 'normal'

export interface Agent {
  id: string
  name: string
  role: Role
}

export interface CustomerCard {
  name: string
  level: string
  verified: boolean
}

export interface Control extends Standing {
  state: string
  controller: 'bot' | 'queue' | 'agent' | 'parked' | 'none'
  agent_id: string
  agent_name: string
  epoch: number
  handoff_id: string
  due_at: number
  group: string
  priority: Priority
  queued_at: number
  reason: string
  customer_id: string
  last_seq: number
  joined?: Joined[]
}

export interface QueueItem extends Standing {
  conversation: string
  handoff_id: string
  epoch: number
  position: number
  priority: Priority
  queued_at: number
  due_at: number
  reason: string
  reason_text: string
  emotion: Emotion
  risk: Risk
  customer: CustomerCard
  last_text: string
  last_at: number
  state?: 'queued' | 'offered' | 'transferring' | 'parked'
  group?: string
}

/** Any conversation that goes on now, for whoever oversees. */
export interface LiveItem extends Omit<QueueItem, 'state'> {
  state?: string
  agent_name?: string
  waiting_on?: 'agent' | 'customer' | ''
}

export interface MineItem {
  conversation: string
  control: Control
  customer: CustomerCard
  last_text: string
  last_at: number
  waiting_on: 'agent' | 'customer' | ''
}

/** One way to say a canned reply; variables in braces, blanks for the agent in 【】. */
export interface CannedText {
  tone: 'calm' | 'upset'
  text: string
}

export interface CannedReply {
  code: string
  title: string
  texts: CannedText[]
}

/** `fits`: the conversation is about this now. */
export interface CannedSituation {
  code: string
  name: string
  fits: boolean
  replies: CannedReply[]
}

/** Canned replies for one conversation; `variables` has the words for what `values` does not know. */
export interface CannedReplies {
  tone: 'calm' | 'upset'
  values: Record<string, string>
  variables: Record<string, string>
  situations: CannedSituation[]
}

/** Something a customer was promised. `kept_at` is 0 as long as somebody has to do it. */
export interface PromiseItem {
  id: string
  conversation: string
  seq: number
  code: string
  text: string
  keeper: string
  order_id: string
  ref: string
  made_at: number
  due_at: number
  state: PromiseState
  kept_at: number
  kept_by: string
  note: string
  customer: CustomerCard
}

/** A way to resolve; `promise` is how the assistant will put it to the customer later. */
export interface ResolveResult {
  code: string
  title: string
  promise: string
}

export interface IntentTitle {
  intent: string
  title: string
}

export interface ConversationSnapshot {
  control: Control
  customer: CustomerCard & { customer_id?: string; phone?: string }
  brief: Brief | null
  events: LogEvent[]
}

export type DeskIncoming =
  | { t: 'welcome'; agent: Agent; now: number }
  | { t: 'queue'; items: QueueItem[] }
  | { t: 'mine'; items: MineItem[] }
  | { t: 'promises'; items: PromiseItem[] }
  | { t: 'parked'; items: QueueItem[] }
  | { t: 'live'; items: LiveItem[] }
  | { t: 'team'; items: TeamItem[] }
  | ({ t: 'me' } & OwnLoad)
  | { t: 'event'; conversation: string; event: LogEvent }
  | { t: 'control'; conversation: string; control: Control }
  | { t: 'ack'; client_id: string; seq: number }
  | { t: 'nack'; client_id: string; code: string; message: string }
  | { t: 'typing'; conversation: string; name: string }
  | { t: 'read'; conversation: string; seq: number }
  | { t: 'pong'; now: number }
  /** With a conversation: that one may not be seen (any more). */
  | { t: 'error'; code: string; message: string; conversation?: string }

/** A line of the agent's: kept in the outbox until the hub answers. */
export interface DeskRequest {
  t: 'send'
  conversation: string
  client_id: string
  epoch: number
  /** `whisper`: from who oversees to the agent in charge; a customer never gets it. */
  kind: 'text' | 'note' | 'whisper'
  text: string
}

export type DeskHello = { t: 'hello'; open: { conversation: string; since: number }[] }
export type DeskOutgoing =
  | DeskRequest
  | DeskHello
  | { t: 'open'; conversation: string; since: number }
  | { t: 'shut'; conversation: string }
  | { t: 'typing'; conversation: string }
  | { t: 'read'; conversation: string; seq: number }
  | { t: 'ping' }
