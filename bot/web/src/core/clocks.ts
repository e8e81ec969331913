/** Which clock of a conversation presses most, and how one reads. Rules run in the hub; here they are only shown. */
import type { Clock } from './protocol/handoff'
import { tickText } from './times'

export type ClockTone = 'calm' | 'warn' | 'over' | 'paused'

export interface ClockFace {
  tone: ClockTone
  time: string
}

/** How a clock reads at `now`; time that is over counts up. */
export function clockFace(clock: Clock, now: number): ClockFace {
  if (clock.paused) return { tone: clock.breached ? 'over' : 'paused', time: tickText(Math.abs(clock.left_ms)) }
  const left = clock.due_at - now
  if (left < 0) return { tone: 'over', time: tickText(-left) }
  return { tone: now >= clock.warn_at ? 'warn' : 'calm', time: tickText(left) }
}

/** The one to show where there is room for one: what runs before what rests, then whichever is due first. */
export function pressing(clocks: readonly Clock[] = []): Clock | null {
  return ordered(clocks)[0] ?? null
}

/** All of them in that order. */
export function ordered(clocks: readonly Clock[] = []): Clock[] {
  return [...clocks].sort((a, b) => Number(a.paused) - Number(b.paused) || dueOf(a) - dueOf(b))
}

const dueOf = (clock: Clock): number => (clock.paused ? clock.left_ms : clock.due_at)
