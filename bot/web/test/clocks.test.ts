import { describe, expect, it } from 'vitest'
import { clockFace, ordered, pressing } from '../src/core/clocks'
import type { Clock } from '../src/core/protocol/handoff'

const clock = (code: string, due_at: number, changes: Partial<Clock> = {}): Clock => ({
  code,
  title: code,
  due_at,
  warn_at: due_at - 60_000,
  paused: false,
  left_ms: 0,
  breached: false,
  level: 'warning',
  ...changes,
})

describe('how a clock reads', () => {
  it('is calm, warns before its time, and counts up after it', () => {
    const one = clock('first_response', 300_000)
    expect(clockFace(one, 0)).toEqual({ tone: 'calm', time: '5:00' })
    expect(clockFace(one, 240_000)).toEqual({ tone: 'warn', time: '1:00' })
    expect(clockFace(one, 330_000)).toEqual({ tone: 'over', time: '0:30' })
  })

  it('stands still while it is paused, whatever its old due time says', () => {
    const one = clock('next_response', 1, { paused: true, left_ms: 90_000 })
    expect(clockFace(one, 500_000)).toEqual({ tone: 'paused', time: '1:30' })
  })

  it('stays red when it was broken before it paused', () => {
    expect(clockFace(clock('a', 1, { paused: true, breached: true, left_ms: -5_000 }), 0).tone).toBe('over')
  })
})

describe('the most pressing clock', () => {
  it('is the one due first of those that run', () => {
    const late = clock('late', 100)
    const soon = clock('soon', 200)
    const rests = clock('rests', 1, { paused: true, left_ms: 1 })
    expect(ordered([rests, soon, late])).toEqual([late, soon, rests])
    expect(pressing([rests])).toBe(rests)
  })

  it('is none where an older hub tells of none', () => expect(pressing(undefined)).toBeNull())
})
