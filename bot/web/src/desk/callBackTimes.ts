/** Times an agent often promises to call back at, on the shop's clock. Those that have passed are left out. */
import { aheadText, atHour } from '../core/times'

export interface Preset {
  title: string
  at: number
}

const MINUTE = 60_000
/** Sooner than this nobody would need to promise. */
const SOONEST_MS = 10 * MINUTE

export function callBackTimes(now: number): Preset[] {
  const soon = [
    { title: '30 分钟后', at: now + 30 * MINUTE },
    { title: '1 小时后', at: now + 60 * MINUTE },
  ]
  const marks = [atHour(now, 0, 18), atHour(now, 0, 20), atHour(now, 1, 10), atHour(now, 1, 14)]
  return [...soon, ...marks.filter((at) => at - now >= SOONEST_MS).map((at) => ({ title: aheadText(at, now), at }))]
}
