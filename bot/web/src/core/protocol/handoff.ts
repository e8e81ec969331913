/** Who serves whom: colleagues, offers, transfers, clocks (docs/protocol.md, section 3). */

export type Role = 'agent' | 'senior' | 'qa' | 'legal' | 'supervisor'

/** What somebody says of themselves. */
export type OwnStatus = 'online' | 'break' | 'away'

/** `lost`: their connection broke a moment ago and they still have conversations. */
export type TeamStatus = OwnStatus | 'lost' | 'offline'

export interface TeamItem {
  agent_id: string
  name: string
  role: Role
  groups: string[]
  status: TeamStatus
  active: number
  capacity: number
}

export interface Group {
  code: string
  title: string
}

/** How many conversations this agent has, of how many at most. */
export interface OwnLoad {
  status: OwnStatus
  capacity: number
  active: number
}

/** A time something has to happen by. While `paused` only `left_ms` counts. */
export interface Clock {
  code: string
  title: string
  due_at: number
  warn_at: number
  paused: boolean
  left_ms: number
  breached: boolean
  level: 'info' | 'warning' | 'urgent'
}

/** A conversation on its way to a colleague or a group; the old owner keeps it until `due_at` or an answer. */
export interface Transfer {
  from_name: string
  /** The colleague asked; of a group, the one who is asked now, or nobody. */
  to_agent: string
  to_group: string
  /** Colleague or group as staff read it. */
  to_name?: string
  reason: string
  note: string
  due_at: number
  /** Until when the one of a group who is asked may answer before the next is; 0 while nobody of a group is. */
  ask_until?: number
}

/** A colleague who may speak beside the agent in charge. */
export interface Joined {
  id: string
  name: string
}

/** What the lists and the control record both tell of a handoff; an older hub leaves parts of it out. */
export interface Standing {
  group_title?: string
  offered_to?: string
  offered_name?: string
  offer_due_at?: number
  /** The time promised to a customer nobody could serve at once; 0 for none. */
  parked_for?: number
  transfer?: Transfer | null
  clocks?: Clock[]
  /** Where the customer writes from on this visit; several when they have come by more than one way. */
  channels?: string[]
}
