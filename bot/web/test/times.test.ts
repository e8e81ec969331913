import { describe, expect, it } from 'vitest'
import { due, momentText, tickText, waitText } from '../src/core/times'

const at = (text: string) => new Date(`${text}+08:00`).getTime()

describe('moments', () => {
  const now = at('2026-11-21T14:00:00')
  it.each([
    ['2026-11-21T09:05:00', '09:05'],
    ['2026-11-20T23:59:00', '昨天 23:59'],
    ['2026-11-03T08:00:00', '11月3日 08:00'],
    ['2025-11-03T08:00:00', '2025年11月3日 08:00'],
  ])('%s reads as %s', (moment, text) => {
    expect(momentText(at(moment), now)).toBe(text)
  })
})

describe('ticking times', () => {
  it.each([
    [0, '0:00'],
    [-5, '0:00'],
    [65_400, '1:05'],
    [3_723_000, '1:02:03'],
  ])('%i ms is %s', (ms, text) => {
    expect(tickText(ms)).toBe(text)
  })
})

describe('the wait in the queue', () => {
  it.each([
    [null, null, null],
    [0, 40, '1 分钟内'],
    [20, 170, '3 分钟内'],
    [120, 300, '2–5 分钟'],
    [180, 180, '约 3 分钟'],
  ])('%s to %s seconds is %s', (low, high, text) => {
    expect(waitText(low, high)).toBe(text)
  })
})

describe('due times', () => {
  it('has none without a due time', () => expect(due(0, 5)).toBeNull())
  it('counts down', () => expect(due(200_000, 80_000)).toEqual({ level: 'ok', text: '剩 2:00' }))
  it('warns in the last minute', () => expect(due(100_000, 40_000)?.level).toBe('soon'))
  it('counts up once it is over', () => expect(due(100_000, 130_000)).toEqual({ level: 'over', text: '超时 0:30' }))
})
