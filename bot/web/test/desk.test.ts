import { describe, expect, it } from 'vitest'
import type { Control } from '../src/core/protocol/desk'
import { lines } from '../src/core/timeline'
import { pointsOf } from '../src/desk/brief/curve'
import { later, newRoom, unread } from '../src/desk/room'
import { talkRows } from '../src/desk/talk/rows'
import { understoodBySeq } from '../src/desk/understood'
import { event, fromCustomer } from './fixtures'

const control = (epoch: number, last_seq: number): Control => ({ epoch, last_seq }) as Control
const change = (seq: number, to: string) =>
  event(seq, { kind: 'control', actor: { kind: 'system', id: '', name: '' }, text: '', data: { to, reason: 'asked' } })
const agent = { kind: 'agent', id: 'a_1', name: '李娜' } as const

describe('control records', () => {
  it('keeps the later one, whichever way it came', () => {
    expect(later(control(3, 9), control(2, 20)).epoch).toBe(3)
    expect(later(control(3, 9), control(3, 10)).last_seq).toBe(10)
    expect(later(null, control(1, 1)).epoch).toBe(1)
  })
})

describe('unread lines', () => {
  const room = newRoom('c_1', { name: '林晓', level: '', verified: true })

  it('counts the customer’s lines since the claim, an answer, or the last look', () => {
    room.events = [event(1, { actor: fromCustomer }), change(2, 'human'), event(3, { actor: fromCustomer })]
    expect(unread(room)).toBe(1)
    room.events.push(event(4, { actor: agent }), event(5, { actor: fromCustomer }), event(6, { actor: fromCustomer }))
    expect(unread(room)).toBe(2)
    room.readByMe = 5
    expect(unread(room)).toBe(1)
  })
})

describe('the transcript', () => {
  const events = [
    event(1, { actor: fromCustomer }),
    event(2),
    change(3, 'packing'),
    change(4, 'queued'),
    change(5, 'human'),
    event(6, { kind: 'notice', data: { code: 'agent_joined', agent_name: '李娜' } }),
    change(7, 'bot'),
  ]
  const rows = talkRows(lines(events, [], { kind: 'agent', readByPeer: 0 }))

  it('is parted by who was in charge, each part opened once', () => {
    expect(rows.map((row) => row.opening).filter(Boolean)).toEqual([
      '智能助手接待',
      '等待人工',
      '李娜 接入',
      '智能助手接待',
    ])
  })

  it('marks the lines of each part', () => {
    expect(rows.map((row) => row.part)).toEqual(['bot', 'bot', 'queue', 'agent', 'agent', 'bot'])
  })
})

describe('what the bot understood', () => {
  const answer = (seq: number, answers: number[], intent: string, ...others: string[]) =>
    event(seq, { staff: { answers, parse: { intent, ranking: [intent, ...others].map((name) => [name, 0.3]) } } })
  const label = (seq: number, of: number[], intent: string) =>
    event(seq, { kind: 'label', actor: agent, visibility: 'staff', text: '查物流', data: { seq: of, intent } })
  const events = [
    event(1, { actor: fromCustomer }),
    event(2, { actor: fromCustomer }),
    answer(3, [1, 2], 'nlu_fallback', 'ask_payment', 'ask_logistics'),
    event(4, { actor: fromCustomer, kind: 'choice' }),
    answer(5, [4], 'ask_logistics'),
  ]

  it('stands once at the messages that were answered together', () => {
    const found = understoodBySeq(events)
    expect([...found.keys()]).toEqual([2])
    expect(found.get(2)).toEqual({ intent: '', others: ['ask_payment', 'ask_logistics'], label: '', labelledBy: '' })
  })

  it('carries the last word of a colleague', () => {
    const found = understoodBySeq([...events, label(6, [1, 2], 'ask_payment'), label(7, [1, 2], 'ask_logistics')])
    expect(found.get(2)).toMatchObject({ label: 'ask_logistics', labelledBy: '李娜' })
  })

  it('adds no line to the transcript and hides no unread one', () => {
    const room = newRoom('c_1', { name: '林晓', level: '', verified: true })
    room.events = [event(1, { actor: fromCustomer }), label(2, [1], 'ask_logistics')]
    expect(unread(room)).toBe(1)
    expect(talkRows(lines(room.events, [], { kind: 'agent', readByPeer: 0 }))).toHaveLength(1)
  })
})

describe('the emotion curve', () => {
  it('rises with anger and fills the width', () => {
    const points = pointsOf([
      [1, 'neutral'],
      [4, 'dissatisfied'],
      [9, 'angry'],
    ])
    expect(points[0].y).toBeGreaterThan(points[1].y)
    expect(points[1].y).toBeGreaterThan(points[2].y)
    expect(points[2].x).toBeGreaterThan(points[1].x)
  })

  it('draws a single point without dividing by zero', () => {
    expect(pointsOf([[1, 'angry']]).every((point) => Number.isFinite(point.x) && Number.isFinite(point.y))).toBe(true)
  })
})
