/** What travels with a handoff: docs/protocol.md, section 6. `seq` lists point at the evidence in the log. */
import type { Emotion, LogisticsCard, OrderCard, PromiseState, Risk } from './events'

export interface Cited {
  seq: number[]
}

export interface EmotionPoint {
  level: Emotion
  seq: number
}

export interface BriefOrder extends Cited {
  card: OrderCard
  parcel: Partial<LogisticsCard> | null
  refund: BriefRefund | null
}

/** How far a refund has come; `expected` is the day the money is due, in words. */
export interface BriefRefund {
  amount_fen: number
  in_progress: boolean
  step: string
  expected: string
}

/** A picture the customer sent. */
export interface Attachment {
  evidence: string
  seq: number
  at: number
  /** Of a picture sent before signing in: the visitor's conversation, which it belongs to. */
  conversation?: string
}

/** What was promised; one of a recorded promise has a time, what an agent decided earlier has only words. */
export interface BriefPromise {
  text: string
  by: string
  seq: number
  id?: string
  due_at?: number
  state?: PromiseState
  kept_at?: number
}

export interface EarlierCase {
  at: number
  reason: string
  result: string
  note: string
}

export interface Brief {
  handoff_id: string
  made_at: number
  /** False when the shop or the bot could not be asked in time. */
  complete: boolean
  reason: { code: string; text: string; trigger: { text: string; seq: number } | null }
  customer: { name: string; level: string; verified: boolean; phone: string; earlier: EarlierCase[] }
  what: (Cited & { text: string })[]
  demands: (Cited & { code: string; text: string })[]
  orders: BriefOrder[]
  facts_given: (Cited & { label: string; value: string })[]
  tried: (Cited & { text: string; outcome: string })[]
  emotion: { first: EmotionPoint; worst: EmotionPoint; last: EmotionPoint; curve: [number, Emotion][] } | null
  risk: { level: Risk; flags: { kind: string; text: string; seq: number }[] }
  promises: BriefPromise[]
  attachments?: Attachment[]
  suggestion: { first_line: string; policy: string } | null
}
