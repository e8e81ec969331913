import { beforeEach, describe, expect, it } from 'vitest'
import { Outbox } from '../src/core/outbox'
import type { ChatRequest } from '../src/core/protocol/chat'
import { event, memoryStore } from './fixtures'

const say = (client_id: string, text = '在吗'): ChatRequest => ({ t: 'send', client_id, kind: 'text', text })

let now = 0
let store = memoryStore()
const make = () =>
  new Outbox<ChatRequest>(
    store,
    'outbox',
    () => undefined,
    () => now,
  )

beforeEach(() => {
  now = 1_000_000
  store = memoryStore()
})

describe('the outbox', () => {
  it('keeps what was said over a reload, in order', () => {
    const before = make()
    before.add('c_1', say('a'), '一')
    before.add('c_1', say('b'), '二')
    expect(
      make()
        .unsent()
        .map((request) => request.client_id),
    ).toEqual(['a', 'b'])
  })

  it('forgets a line once its event is in the log', () => {
    const outbox = make()
    outbox.add('c_1', say('a'), '一')
    outbox.logged(event(7, { client_id: 'a' }))
    expect(outbox.items).toEqual([])
  })

  it('keeps an acknowledged line until its event comes, and never sends it again', () => {
    const outbox = make()
    outbox.add('c_1', say('a'), '一')
    outbox.acked('a', 7)
    expect(outbox.unsent()).toEqual([])
    expect(outbox.items[0].seq).toBe(7)
    outbox.logged(event(7))
    expect(outbox.items).toEqual([])
  })

  it('does not resend a refused line by itself, but does when asked, under the same id', () => {
    const outbox = make()
    outbox.add('c_1', say('a'), '一')
    outbox.refused('a', '太快了')
    expect(outbox.unsent()).toEqual([])
    expect(outbox.again('a')?.client_id).toBe('a')
    expect(outbox.items[0].failure).toBe('')
    expect(outbox.unsent()).toHaveLength(1)
  })

  it('marks a line that waits too long, and still sends it on reconnect', () => {
    const outbox = make()
    outbox.add('c_1', say('a'), '一')
    now += 13_000
    outbox.sweep()
    expect(outbox.items[0].status).toBe('late')
    expect(outbox.unsent()).toHaveLength(1)
  })

  it('never carries words of one customer into the conversation of another', () => {
    const outbox = make()
    outbox.add('c_1', say('a'), '一')
    outbox.belongTo('c_2')
    expect(outbox.items).toEqual([])
  })

  it('binds what was written before the first welcome', () => {
    const outbox = make()
    outbox.add('', say('a'), '一')
    outbox.belongTo('c_1')
    expect(outbox.items[0].conversation).toBe('c_1')
  })

  it('lets an old press of a button without words expire', () => {
    make().add('c_1', { t: 'leave_queue', client_id: 'q' }, '')
    now += 61_000
    expect(make().items).toEqual([])
  })
})
