import { describe, expect, it } from 'vitest'
import { rowsOf } from '../src/chat/rows'
import { lines } from '../src/core/timeline'
import { event, fromCustomer } from './fixtures'

const viewer = { kind: 'customer', readByPeer: 0 } as const
const live = (state: 'bot' | 'waiting' | 'agent', ...events: ReturnType<typeof event>[]) =>
  rowsOf(lines(events, [], viewer), { state }).map((row) => row.live)

describe('buttons', () => {
  it('may be pressed until the customer says something', () => {
    expect(live('bot', event(1), event(2))).toEqual([true, true])
    expect(live('bot', event(1), event(2, { actor: fromCustomer }), event(3))).toEqual([false, false, true])
  })

  it('of the bot sleep while people are in charge', () => {
    const notice = event(2, { kind: 'notice' })
    expect(live('waiting', event(1), notice)).toEqual([false, true])
    expect(live('agent', event(1), notice)).toEqual([false, false])
  })
})

describe('rows', () => {
  it('show the time after a pause only', () => {
    const rows = rowsOf(lines([event(1), event(2), event(600)], [], viewer), { state: 'bot' })
    expect(rows.map((row) => row.afterPause)).toEqual([true, false, true])
  })
})
