import { describe, expect, it } from 'vitest'
import { lines } from '../src/core/timeline'
import { bounded } from '../src/chat/shrink'
import { outcomeOf, type Outcome, type Sending } from '../src/chat/upload'
import { Uploads, withUploads } from '../src/chat/uploads'
import { attachmentsOf } from '../src/desk/brief/attachments'
import type { Brief } from '../src/core/protocol/brief'
import { boxOf } from '../src/ui/photos'
import { event, fromCustomer } from './fixtures'

/** A hub that answers when the test says so. */
function hub() {
  const asked: (Sending & { answer: (outcome: Outcome) => Promise<void> })[] = []
  const send = (sending: Sending) =>
    new Promise<Outcome>((resolve) => {
      const answer = async (outcome: Outcome) => {
        resolve(outcome)
        await new Promise((done) => setTimeout(done))
      }
      asked.push({ ...sending, answer })
    })
  return { asked, send }
}

const picture = (clientId: string) => ({
  clientId,
  conversation: 'c_1',
  body: new Blob(['x']),
  preview: `blob:${clientId}`,
  width: 40,
  height: 30,
  at: 5,
})
const sent = (seq: number, client_id: string) =>
  event(seq, {
    kind: 'image',
    actor: fromCustomer,
    client_id,
    data: { evidence: `i_${seq}`, width: 40, height: 30 },
  })

function started(session = 's') {
  const { asked, send } = hub()
  const state = { session }
  const uploads = new Uploads(
    send,
    () => state.session,
    () => undefined,
  )
  return { asked, uploads, state, status: () => uploads.items.map((item) => item.status) }
}

describe('uploads', () => {
  it('are sent one after the other, in the order they were chosen', async () => {
    const { asked, uploads, status } = started()
    uploads.add(picture('a'))
    uploads.add(picture('b'))
    expect(asked.map((one) => one.clientId)).toEqual(['a'])
    await asked[0].answer({ kind: 'taken', seq: 7 })
    expect(asked.map((one) => one.clientId)).toEqual(['a', 'b'])
    expect(status()).toEqual(['acked', 'sending'])
  })

  it('wait until the hub has let us in', () => {
    const { asked, uploads, state } = started('')
    uploads.add(picture('a'))
    expect(asked).toEqual([])
    state.session = 's'
    uploads.online()
    expect(asked.map((one) => one.session)).toEqual(['s'])
  })

  it('that were cut off go on by themselves, under their own id', async () => {
    const { asked, uploads, status } = started()
    uploads.add(picture('a'))
    await asked[0].answer({ kind: 'offline', message: '' })
    expect(status()).toEqual(['offline'])
    uploads.online()
    expect(asked.map((one) => one.clientId)).toEqual(['a', 'a'])
  })

  it('that the hub could not take wait for their sender; those it never will are not sent again', async () => {
    const { asked, uploads, status } = started()
    uploads.add(picture('a'))
    uploads.add(picture('b'))
    await asked[0].answer({ kind: 'failed', message: '请稍后' })
    await asked[1].answer({ kind: 'refused', message: '不是图片' })
    uploads.online()
    expect(status()).toEqual(['failed', 'refused'])
    const shown = withUploads([], uploads.items, '')
    expect(shown.map((line) => [line.state, line.failure, line.resend])).toEqual([
      ['undelivered', '请稍后', 'a'],
      ['undelivered', '不是图片', ''],
    ])
    uploads.again('a')
    expect(asked).toHaveLength(3)
  })

  it('give way to their event, whichever comes first', async () => {
    const { asked, uploads } = started()
    uploads.add(picture('a'))
    expect(uploads.logged(sent(4, 'a'))?.preview).toBe('blob:a')
    await asked[0].answer({ kind: 'taken', seq: 4 })
    expect(uploads.items).toEqual([])
  })

  it('stand after what is logged until they have a place of their own', async () => {
    const { asked, uploads } = started()
    uploads.add(picture('a'))
    uploads.add(picture('b'))
    await asked[0].answer({ kind: 'taken', seq: 2 })
    const logged = lines([event(1), event(3)], [], { kind: 'customer', readByPeer: 0 })
    const shown = withUploads(logged, uploads.items, '')
    expect(shown.map((line) => line.event.seq)).toEqual([1, 2, 3, 0])
    expect(shown[3].event.data).toMatchObject({ preview: 'blob:b', progress: 0 })
  })
})

describe('an answer of the hub', () => {
  it('is read by its status', () => {
    expect(outcomeOf(200, '{"seq": 3}')).toEqual({ kind: 'taken', seq: 3 })
    expect(outcomeOf(400, '{"message": "太大"}')).toEqual({ kind: 'refused', message: '太大' })
    expect(outcomeOf(429, '{"message": "稍后"}')).toEqual({ kind: 'failed', message: '稍后' })
    expect(outcomeOf(502, '<html>')).toEqual({ kind: 'failed', message: '' })
  })
})

describe('sizes', () => {
  it('are bounded, and a long screenshot stays wide enough to read', () => {
    expect(bounded({ width: 4000, height: 3000 })).toEqual({ width: 2000, height: 1500 })
    expect(bounded({ width: 300, height: 200 })).toEqual({ width: 300, height: 200 })
    expect(bounded({ width: 1000, height: 9000 })).toEqual({ width: 800, height: 7200 })
  })

  it('of the box fit a bubble and keep the shape', () => {
    expect(boxOf(2000, 1500)).toEqual({ width: 220, height: 165 })
    expect(boxOf(800, 7200)).toEqual({ width: 130, height: 260 })
    expect(boxOf(0, 0)).toEqual({ width: 160, height: 120 })
  })
})

describe('the pictures of a brief', () => {
  it('are those it lists and those that came since, each once', () => {
    const brief = { made_at: event(3).at, attachments: [{ evidence: 'i_2', seq: 2, at: event(2).at }] }
    const events = [sent(1, 'x'), sent(2, 'a'), sent(5, 'b')]
    const found = attachmentsOf(brief as unknown as Brief, events)
    expect(found.map((one) => one.evidence)).toEqual(['i_2', 'i_5'])
  })
})
