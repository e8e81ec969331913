/** The log and its events: docs/protocol.md, section 1. Times are ms since 1970, money is whole fen. */

export type ActorKind = 'customer' | 'bot' | 'agent' | 'system'

export interface Actor {
  kind: ActorKind
  id: string
  name: string
}

/** What customers may see. Unknown kinds are shown by their `text`. */
export type PublicKind = 'text' | 'choice' | 'image' | 'order_card' | 'order_choices' | 'logistics_card' | 'notice'
export type StaffKind =
  | 'control'
  | 'brief'
  | 'note'
  | 'whisper'
  | 'resolution'
  | 'suppressed'
  | 'alert'
  | 'label'
  | 'promise'
  | 'promise_kept'
  | 'survey'
  | 'feedback'
  | 'merged'
  | 'merged_into'
  | 'signed_in'

export interface LogEvent {
  id: string
  conversation: string
  seq: number
  epoch: number
  at: number
  actor: Actor
  kind: PublicKind | StaffKind
  text: string
  data: EventData
  visibility?: 'all' | 'staff'
  client_id?: string
  /** `parse` and `answers` stand behind the bot's answer: what it understood, and `seq` of the messages it is for. */
  staff?: { reading?: Reading; parse?: Parse; answers?: number[]; channel?: string }
}

/** A line of a visitor who signed in later, copied to where they go on. `evidence` is a picture of that conversation. */
export interface VisitorLine {
  seq: number
  at: number
  actor: ActorKind
  name: string
  kind: PublicKind
  text: string
  evidence?: string
}

/** Fields of `data` by kind, in one loose shape: the hub is another process and may be older or newer. */
export interface EventData {
  buttons?: Button[]
  choice_id?: string
  orders?: OrderChoice[]
  code?: string
  level?: string
  from?: string
  to?: string
  reason?: string
  intent?: string
  by?: string
  agent_name?: string
  result?: string
  title?: string
  next?: string
  kind?: string
  why?: string
  due_at?: number
  promise?: string
  score?: number
  sort?: string
  lines?: VisitorLine[]
  data?: EventData
  [field: string]: unknown
}

/** A picture of the customer; `preview` is our own address of one that is still on its way. */
export interface Photo {
  evidence: string
  width: number
  height: number
  preview?: string
  /** How much of it has been sent, 0 to 1. */
  progress?: number
}

export interface Button {
  id: string
  title: string
}

export interface OrderCard {
  order_id: string
  status: string
  status_text: string
  title: string
  spec: string
  quantity: number
  paid_fen: number
  placed_at: number
  late: boolean
  note: string
}

export interface OrderChoice extends OrderCard {
  choice: Button
}

export interface LogisticsCard {
  order_id: string
  carrier: string
  tracking_no: string
  status: string
  status_text: string
  late: boolean
  late_days: number
  eta_text: string
  steps: { at: number; text: string }[]
}

/** `broken`: not kept in time, made good later or not. */
export type PromiseState = 'open' | 'kept' | 'broken'

export type Emotion = 'neutral' | 'worried' | 'dissatisfied' | 'angry'
export type Risk = 'none' | 'watch' | 'high'

/** What the engine understood; the intent `nlu_fallback` is that it did not. */
export interface Parse {
  intent?: string | null
  confidence?: number
  ranking?: [intent: string, confidence: number][]
}

/** What one customer message tells about feeling and risk; only staff get it. */
export interface Reading {
  emotion: Emotion
  score: number
  risk: Risk
  kinds: string[]
  wants_human: boolean
  demands: string[]
}
