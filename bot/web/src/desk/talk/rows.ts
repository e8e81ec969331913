/** The transcript prepared for drawing: who was in charge of each stretch, and where one ends and the next begins. */
import type { LogEvent } from '../../core/protocol/events'
import type { Line } from '../../core/timeline'
import { t } from '../messages'
import { channelText, reasonText, USUAL_CHANNEL } from '../words'

export type Part = 'bot' | 'queue' | 'agent' | 'parked' | 'closed'

export interface TalkRow extends Line {
  part: Part
  /** A new stretch begins with this row: its name, and why. */
  opening: string
  reason: string
  /** Only the change of control itself, which the opening already tells. */
  isBare: boolean
  opensRun: boolean
  /** Where the customer wrote this, when it is another way than their line before. */
  channel: string
}

const PARTS: Record<string, Part> = {
  bot: 'bot',
  packing: 'queue',
  queued: 'queue',
  offered: 'queue',
  human: 'agent',
  transferring: 'agent',
  orphaned: 'agent',
  parked: 'parked',
  returning: 'agent',
  closed: 'closed',
}

export function talkRows(all: readonly Line[]): TalkRow[] {
  const rows: TalkRow[] = []
  let part: Part = 'bot'
  let epoch = 0
  let channel = USUAL_CHANNEL
  all.forEach((line, index) => {
    const { event } = line
    // Shown at the message it is about.
    if (event.kind === 'label') return
    const isControl = event.kind === 'control'
    const next: Part = isControl ? (PARTS[event.data.to ?? ''] ?? part) : part
    const opens = index === 0 || next !== part || isAnotherAgent(event, epoch)
    if (isControl && !opens) return
    if (isControl) epoch = epochOf(event)
    part = next
    const from = event.staff?.channel || channel
    const isElsewhere = from !== channel
    channel = from
    rows.push({
      ...line,
      part,
      opening: opens ? openingOf(part, all, index) : '',
      reason: opens && isControl ? reasonText(event.data.reason ?? '') : '',
      isBare: isControl,
      opensRun: opens || isElsewhere || !isSameSpeaker(rows.at(-1)?.event, event),
      channel: isElsewhere ? channelText(from) : '',
    })
  })
  return rows
}

/** The same part, other hands: taken over or transferred. Only a change of who speaks raises the epoch. */
function isAnotherAgent(event: LogEvent, epoch: number): boolean {
  return event.kind === 'control' && event.data.to === 'human' && epochOf(event) > epoch && HANDED.has(event.data.from)
}

const HANDED = new Set<string | undefined>(['human', 'transferring', 'orphaned'])

const epochOf = (event: LogEvent): number => (typeof event.data.epoch === 'number' ? event.data.epoch : 0)

/** Notices that tell the customer who serves them from now on. */
const ARRIVALS = ['agent_joined', 'transferred', 'taken_over']

function openingOf(part: Part, all: readonly Line[], index: number): string {
  if (part === 'bot') return t('row.botPart')
  if (part === 'queue') return t('row.queuePart')
  if (part === 'parked') return t('row.parkedPart')
  if (part === 'closed') return t('row.closedPart')
  const joined = all.slice(index).find((line) => ARRIVALS.includes(line.event.data.code ?? ''))
  const name = joined?.event.data.agent_name
  return name ? t('row.agentPart', { name }) : t('row.agentPartNoName')
}

function isSameSpeaker(one: LogEvent | undefined, other: LogEvent): boolean {
  return one?.actor.kind === other.actor.kind && one.actor.name === other.actor.name && one.kind === other.kind
}
