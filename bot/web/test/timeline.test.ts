import { describe, expect, it } from 'vitest'
import { Outbox } from '../src/core/outbox'
import type { ChatRequest } from '../src/core/protocol/chat'
import type { LogEvent } from '../src/core/protocol/events'
import { insert, lastSeq, lines } from '../src/core/timeline'
import { event, fromCustomer, memoryStore } from './fixtures'

const viewer = { kind: 'customer', readByPeer: 0 } as const
const say = (client_id: string): ChatRequest => ({ t: 'send', client_id, kind: 'text', text: client_id })

describe('insert', () => {
  it('orders by seq, with holes, and drops doubles', () => {
    const events: LogEvent[] = []
    const taken = [4, 2, 9, 4, 2].map((seq) => insert(events, event(seq)))
    expect(events.map((one) => one.seq)).toEqual([2, 4, 9])
    expect(taken).toEqual([true, true, true, false, false])
    expect(lastSeq(events)).toBe(9)
  })
})

describe('lines', () => {
  const outbox = () => new Outbox<ChatRequest>(memoryStore(), 'k', () => undefined)

  it('shows what is on its way after what is logged', () => {
    const box = outbox()
    box.add('c_1', say('a'), '甲')
    const shown = lines([event(1)], box.items, viewer)
    expect(shown.map((line) => line.state)).toEqual([null, 'sending'])
  })

  it('keeps the key of a line when its event replaces it', () => {
    const box = outbox()
    box.add('c_1', say('a'), '甲')
    const before = lines([], box.items, viewer)[0].key
    const logged = event(3, { client_id: 'a', actor: fromCustomer })
    box.logged(logged)
    expect(lines([logged], box.items, viewer)[0].key).toBe(before)
  })

  it('puts an acknowledged line at its seq even when later events came first', () => {
    const box = outbox()
    box.add('c_1', say('a'), '甲')
    box.acked('a', 2)
    expect(lines([event(1), event(3)], box.items, viewer).map((line) => line.event.seq)).toEqual([1, 2, 3])
  })

  it('never shows an acknowledged line beside its event', () => {
    const box = outbox()
    box.add('c_1', say('a'), '甲')
    box.acked('a', 2)
    expect(lines([event(2, { actor: fromCustomer })], box.items, viewer)).toHaveLength(1)
  })

  it('says delivered, then read, for own lines only', () => {
    const own = event(2, { actor: fromCustomer })
    expect(lines([event(1), own], [], viewer).map((line) => line.state)).toEqual([null, 'delivered'])
    expect(lines([own], [], { kind: 'customer', readByPeer: 2 })[0].state).toBe('read')
  })

  it('offers to send a refused line again, with the reason', () => {
    const box = outbox()
    box.add('c_1', say('a'), '甲')
    box.refused('a', '太快了')
    const [line] = lines([], box.items, viewer)
    expect([line.state, line.failure, line.resend]).toEqual(['undelivered', '太快了', 'a'])
  })
})
