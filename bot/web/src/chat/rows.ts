/** Lines prepared for drawing: time marks, runs of one speaker, and which buttons may still be pressed. */
import type { ChatControl } from '../core/protocol/chat'
import type { LogEvent } from '../core/protocol/events'
import type { Line } from '../core/timeline'

const PAUSE_MS = 5 * 60_000

export interface Row extends Line {
  /** A pause came before: the time is shown. */
  afterPause: boolean
  /** First line of a run by the same speaker: the name is shown. */
  opensRun: boolean
  live: boolean
}

export function rowsOf(all: readonly Line[], control: ChatControl): Row[] {
  const lastOwn = all.reduce((found, line, index) => (line.event.actor.kind === 'customer' ? index : found), -1)
  return all.map((line, index) => {
    const before = all[index - 1]?.event
    const afterPause = !before || line.event.at - before.at > PAUSE_MS
    return {
      ...line,
      afterPause,
      opensRun: afterPause || !isSameSpeaker(before, line.event),
      live: index > lastOwn && mayBePressed(line.event, control),
    }
  })
}

function isSameSpeaker(one: LogEvent | undefined, other: LogEvent): boolean {
  return one?.actor.kind === other.actor.kind && one.actor.name === other.actor.name && one.kind !== 'notice'
}

/** The bot's buttons sleep while people are in charge; those of a notice belong to the waiting itself. */
function mayBePressed(event: LogEvent, control: ChatControl): boolean {
  if (control.state === 'agent') return false
  return event.kind === 'notice' || (control.state !== 'waiting' && control.state !== 'parked')
}
