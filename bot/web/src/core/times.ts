/**
 * Times in words, on the shop's clock: a card must not tell another hour than the words beside it, wherever it is read.
 * `now` is always given: countdowns run on the hub's clock, not on this computer's.
 */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** China Standard Time is UTC+8 all year round. */
const SHOP_OFFSET = 8 * HOUR

/** A date whose UTC fields are those of the shop's wall clock. */
const onShopClock = (at: number): Date => new Date(at + SHOP_OFFSET)

const two = (n: number): string => String(n).padStart(2, '0')

/** `14:05` */
export function clockText(at: number): string {
  const time = onShopClock(at)
  return `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`
}

function dayNumber(at: number): number {
  return Math.floor((at + SHOP_OFFSET) / DAY)
}

/** `14:05`, `昨天 14:05`, `11月3日 14:05`, `2025年11月3日 14:05`: as short as it stays clear. */
export function momentText(at: number, now: number): string {
  const daysAgo = dayNumber(now) - dayNumber(at)
  if (daysAgo === 0) return clockText(at)
  if (daysAgo === 1) return `昨天 ${clockText(at)}`
  return `${dayText(at, now)} ${clockText(at)}`
}

/** `11月3日`, with the year when it is another one. */
export function dayText(at: number, now: number): string {
  const date = onShopClock(at)
  const day = `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`
  const isThisYear = date.getUTCFullYear() === onShopClock(now).getUTCFullYear()
  return isThisYear ? day : `${date.getUTCFullYear()}年${day}`
}

const LAST_SECOND = DAY - 1000

/** A time something is due by, as it was promised: `今天 18:30 前`, `明天 24 点前`, `11月25日 24 点前`. */
export function byText(at: number, now: number): string {
  const isWholeDay = (at + SHOP_OFFSET) % DAY >= LAST_SECOND
  return isWholeDay ? `${aheadDay(at, now)} 24 点前` : `${aheadDay(at, now)} ${clockText(at)} 前`
}

/** A moment to come, never earlier than it is: `今天 18:30`, `明天 09:05`. The hub rounds up to the minute, too. */
export function aheadText(at: number, now: number): string {
  const whole = Math.ceil(at / MINUTE) * MINUTE
  return `${aheadDay(whole, now)} ${clockText(whole)}`
}

function aheadDay(at: number, now: number): string {
  const ahead = dayNumber(at) - dayNumber(now)
  return ahead === 0 ? '今天' : ahead === 1 ? '明天' : dayText(at, now)
}

/** That hour on the shop's clock, today (0) or some days on. */
export function atHour(now: number, daysOn: number, hour: number): number {
  return (dayNumber(now) + daysOn) * DAY + hour * HOUR - SHOP_OFFSET
}

/** The shop's wall clock as a date-and-time field wants it, `2026-11-22T18:00`, and back; NaN when it is not filled in. */
export function fieldOf(at: number): string {
  return onShopClock(at).toISOString().slice(0, 16)
}

export function fromField(value: string): number {
  return Date.parse(`${value}Z`) - SHOP_OFFSET
}

/** A length of time that ticks: `0:05`, `12:40`, `1:02:03`. */
export function tickText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** Expected wait as a range in whole minutes; null when nobody can say. */
export function waitText(lowS?: number | null, highS?: number | null): string | null {
  if (highS === undefined || highS === null) return null
  const high = Math.ceil(highS / 60)
  const low = Math.floor((lowS ?? 0) / 60)
  if (high <= 1) return '1 分钟内'
  if (low < 1) return `${high} 分钟内`
  return low === high ? `约 ${low} 分钟` : `${low}–${high} 分钟`
}

export type DueLevel = 'ok' | 'soon' | 'over'

export interface Due {
  level: DueLevel
  text: string
}

const SOON_MS = 60_000

/** A due time as a countdown; null when there is none (`due_at` is 0). */
export function due(dueAt: number, now: number): Due | null {
  if (!dueAt) return null
  const left = dueAt - now
  if (left < 0) return { level: 'over', text: `超时 ${tickText(-left)}` }
  return { level: left <= SOON_MS ? 'soon' : 'ok', text: `剩 ${tickText(left)}` }
}
