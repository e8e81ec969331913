/** Frames between the customer's page and the hub: docs/protocol.md, section 2. */
import type { LogEvent } from './events'

export const CHAT_SUBPROTOCOL = 'jiezhu.v1'

/** Longest message in characters; the hub counts the same. */
export const TEXT_LIMIT = 2000

export interface ChatControl {
  state: 'bot' | 'waiting' | 'agent' | 'parked' | 'closed'
  agent_name?: string
  /** Place in the queue, 1 is next. */
  position?: number | null
  ahead?: number | null
  wait_low_s?: number | null
  wait_high_s?: number | null
  /** When somebody will be back, as it was promised. */
  parked_for?: number | null
}

export interface ChatWelcome {
  t: 'welcome'
  conversation: string
  session: string
  now: number
  customer: { name: string; verified: boolean }
  last_seq: number
  control: ChatControl
}

export type ChatIncoming =
  | ChatWelcome
  | { t: 'event'; event: LogEvent }
  | { t: 'ack'; client_id: string; seq: number }
  | { t: 'nack'; client_id: string; code: string; message: string }
  | { t: 'control'; control: ChatControl }
  | { t: 'typing'; actor: 'bot' | 'agent'; name: string }
  | { t: 'read'; seq: number }
  | { t: 'pong'; now: number }
  | { t: 'error'; code: string; message: string }

/** Frames that must arrive: kept in the outbox until the hub answers. */
export type ChatRequest =
  | { t: 'send'; client_id: string; kind: 'text'; text: string }
  | { t: 'send'; client_id: string; kind: 'choice'; choice_id: string }
  | { t: 'human'; client_id: string }
  | { t: 'leave_queue'; client_id: string }

export type ChatHello = { t: 'hello'; token?: string; session?: string; since: number }
export type ChatOutgoing = ChatRequest | ChatHello | { t: 'typing' } | { t: 'read'; seq: number } | { t: 'ping' }
