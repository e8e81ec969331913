import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Outbox } from '../src/core/outbox'
import type { Control, DeskRequest, LiveItem, MineItem, QueueItem } from '../src/core/protocol/desk'
import type { TeamItem, Transfer } from '../src/core/protocol/handoff'
import { lines } from '../src/core/timeline'
import { aheadText, atHour, fieldOf, fromField } from '../src/core/times'
import { callBackTimes } from '../src/desk/callBackTimes'
import { answerDue, chanceOf } from '../src/desk/chances'
import { newRoom, unread } from '../src/desk/room'
import { useAccount } from '../src/desk/stores/account'
import { useLists } from '../src/desk/stores/lists'
import { useMoves } from '../src/desk/stores/moves'
import { useRooms } from '../src/desk/stores/rooms'
import { useTeam } from '../src/desk/stores/team'
import { useWork } from '../src/desk/stores/work'
import { talkRows } from '../src/desk/talk/rows'
import { event, fromCustomer, memoryStore } from './fixtures'

const customer = { name: '林晓', level: '', verified: true }
const me = { id: 'a_me', groups: ['service', 'senior'] }
const transfer = (changes: Partial<Transfer>): Transfer => ({
  from_name: '王磊',
  to_agent: '',
  to_group: '',
  reason: '投诉升级',
  note: '',
  due_at: 5_000,
  ...changes,
})
const queued = (id: string, changes: Partial<QueueItem> = {}): QueueItem =>
  ({ conversation: `c_${id}`, handoff_id: `h_${id}`, epoch: 2, state: 'queued', customer, ...changes }) as QueueItem
const offered = (id: string, to: string, due = 9_000): QueueItem =>
  queued(id, { state: 'offered', offered_to: to, offered_name: '小林', offer_due_at: due })
const handed = (id: string, changes: Partial<Transfer>): QueueItem =>
  queued(id, { state: 'transferring', transfer: transfer(changes) })

describe('what an agent may take', () => {
  it.each([
    ['a waiting customer', queued('1'), 'queue'],
    ['one an older hub lists without a state', { ...queued('1'), state: undefined }, 'queue'],
    ['an offer to me', offered('1', 'a_me'), 'offer'],
    ['no offer to another', offered('1', 'a_other'), null],
    ['a transfer to me', handed('1', { to_agent: 'a_me' }), 'transfer'],
    ['a transfer for which I of my group am asked', handed('1', { to_agent: 'a_me', to_group: 'senior' }), 'transfer'],
    ['a transfer to my group before anybody is asked', handed('1', { to_group: 'senior' }), 'queue'],
    ['no transfer to another group', handed('1', { to_group: 'legal' }), null],
    [
      'one for which a colleague of my group is asked',
      handed('1', { to_agent: 'a_other', to_group: 'senior' }),
      'queue',
    ],
    ['no transfer to a colleague', handed('1', { to_agent: 'a_other' }), null],
    ['a parked customer', queued('1', { state: 'parked' }), 'parked'],
  ])('is %s', (_, item, chance) => expect(chanceOf(item, me)).toBe(chance))

  it('is never what I am handing on myself', () => {
    const own = { state: 'transferring', agent_id: 'a_me', transfer: transfer({ to_group: 'senior' }) }
    expect(chanceOf(own, me)).toBeNull()
  })

  it('waits for an answer until the offer or the transfer ends', () => {
    expect(answerDue(offered('1', 'a_me'))).toBe(9_000)
    expect(answerDue(handed('1', { to_agent: 'a_me' }))).toBe(5_000)
    expect(answerDue(handed('1', { to_agent: 'a_me', to_group: 'senior', ask_until: 3_000 }))).toBe(3_000)
    expect(answerDue(queued('1'))).toBe(0)
  })
})

function signIn(role: 'agent' | 'supervisor' = 'agent'): void {
  setActivePinia(createPinia())
  useAccount().agent = { id: 'a_me', name: '李娜', role }
  useTeam().take([{ agent_id: 'a_me', name: '李娜', groups: ['service', 'senior'] } as TeamItem])
}

describe('the lists', () => {
  beforeEach(() => signIn())

  it('put what waits for my answer apart, and count only what I may take', () => {
    const lists = useLists()
    const asked = [handed('4', { to_agent: 'a_me', to_group: 'senior' }), handed('5', { to_group: 'senior' })]
    lists.takeQueue([offered('1', 'a_me'), queued('2'), offered('3', 'a_other'), ...asked])
    expect(lists.offers.map((item) => item.conversation)).toEqual(['c_1', 'c_4'])
    expect(lists.waiting.map((item) => item.conversation)).toEqual(['c_2', 'c_3', 'c_5'])
    expect(lists.takeable).toBe(2)
  })

  it('do not ask me to take what I am handing on to my own group', () => {
    const lists = useLists()
    lists.takeMine([{ conversation: 'c_4' } as MineItem])
    lists.takeQueue([handed('4', { to_group: 'senior' })])
    expect(lists.offers).toEqual([])
    expect(lists.waiting).toEqual([])
    expect([lists.takeable, lists.arrived]).toEqual([0, null])
  })

  it('show transfers between colleagues to overseers alone', () => {
    const others = [handed('4', { to_agent: 'a_other' })]
    useLists().takeQueue(others)
    expect(useLists().waiting).toEqual([])
    signIn('supervisor')
    useLists().takeQueue(others)
    expect(useLists().waiting).toEqual(others)
  })

  it('ring for an offer to me, again for the next one, and not twice for the same', () => {
    const lists = useLists()
    lists.takeQueue([])
    lists.takeQueue([offered('1', 'a_me', 100)])
    const first = lists.offered
    expect(first?.conversation).toBe('c_1')
    lists.takeQueue([offered('1', 'a_me', 100)])
    expect(lists.offered).toStrictEqual(first)
    lists.takeQueue([offered('1', 'a_me', 200)])
    expect(lists.offered?.offer_due_at).toBe(200)
  })

  it('ring for one that a colleague let lapse as for a new one', () => {
    const lists = useLists()
    lists.takeQueue([])
    lists.takeQueue([offered('1', 'a_other')])
    expect(lists.arrived).toBeNull()
    lists.takeQueue([queued('1')])
    expect(lists.arrived?.conversation).toBe('c_1')
  })
})

describe('passing a conversation on', () => {
  const control = (changes: Partial<Control>): Control =>
    ({ state: 'human', controller: 'agent', agent_id: 'a_me', epoch: 3, last_seq: 4, ...changes }) as Control
  const asked: { path: string; body: Record<string, unknown> }[] = []
  const answer = (body: object, status = 200) =>
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      asked.push({ path, body: JSON.parse(String(init.body ?? '{}')) })
      return Promise.resolve(new Response(JSON.stringify(body), { status }))
    })

  beforeEach(() => {
    signIn('supervisor')
    asked.length = 0
    useRooms().enter('c_1', customer)
    useRooms().tellControl('c_1', control({}))
  })

  it('sends a transfer under the epoch of now and takes the answer', async () => {
    answer({ control: control({ state: 'transferring', last_seq: 5 }) })
    const room = useRooms().get('c_1')!
    await useMoves().transfer(room, { to_group: 'legal', reason: '涉及法律问题', note: '' })
    expect(asked).toEqual([
      {
        path: '/api/conversations/c_1/transfer',
        body: { to_group: 'legal', reason: '涉及法律问题', note: '', epoch: 3 },
      },
    ])
    expect(room.control?.state).toBe('transferring')
  })

  it('leaves everything as it was when the hub refuses, and lets the dialog say why', async () => {
    answer({ code: 'stale', message: '会话状态已变化' }, 409)
    const room = useRooms().get('c_1')!
    await expect(useMoves().park(room, 1, '')).rejects.toThrow('会话状态已变化')
    expect(room.control?.state).toBe('human')
  })

  it('speaks to the customer after a take-over, not in a whisper', async () => {
    answer({ control: control({ epoch: 4 }) })
    const room = useRooms().get('c_1')!
    room.mode = 'whisper'
    await useMoves().takeOver(room, '投诉升级')
    expect(room.mode).toBe('text')
  })

  it('claims what stands in no list of waiting ones by its control record', async () => {
    answer({ control: control({ epoch: 5 }) })
    useRooms().tellControl('c_1', control({ controller: 'queue', state: 'queued', handoff_id: 'h_1', epoch: 4 }))
    await useWork().claim('c_1')
    expect(asked[0].body).toEqual({ handoff_id: 'h_1', epoch: 4 })
  })
})

describe('a whisper', () => {
  it('ends when another conversation is looked at, and its words never stand in a reply', () => {
    signIn('supervisor')
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{}', { status: 500 })))
    const work = useWork()
    const item = (id: string) => ({ conversation: id, customer }) as LiveItem
    useLists().takeLive([item('c_1'), item('c_2')])
    work.select(item('c_1'))
    const room = work.room!
    Object.assign(room, { mode: 'whisper', whisper: '先道歉' })
    work.select(item('c_2'))
    expect(room.mode).toBe('text')
    expect(room.draft).toBe('')
    expect(work.room?.mode).toBe('text')
  })

  it('is drawn as one while it is on its way', () => {
    const outbox = new Outbox<DeskRequest>(memoryStore(), 'k', () => undefined)
    const base = { t: 'send', conversation: 'c_1', client_id: 'x', epoch: 1 } as const
    outbox.add('c_1', { ...base, kind: 'whisper', text: '先道歉' }, '先道歉')
    const [line] = lines([], outbox.items, { kind: 'agent', readByPeer: 0 })
    expect(line.event).toMatchObject({ kind: 'whisper', visibility: 'staff' })
  })

  it('counts as unread, and reads nothing for the agent', () => {
    const room = newRoom('c_1', customer)
    const boss = { kind: 'agent', id: 'a_boss', name: '赵敏' } as const
    room.events = [event(1, { actor: fromCustomer }), event(2, { actor: boss, kind: 'whisper', visibility: 'staff' })]
    expect(unread(room)).toBe(2)
  })
})

describe('the transcript of a handed-on conversation', () => {
  const change = (seq: number, from: string, to: string, epoch: number) =>
    event(seq, { kind: 'control', actor: { kind: 'system', id: '', name: '' }, text: '', data: { from, to, epoch } })
  const notice = (seq: number, code: string, agent_name: string) =>
    event(seq, { kind: 'notice', data: { code, agent_name } })
  const openings = (events: ReturnType<typeof event>[]) =>
    talkRows(lines(events, [], { kind: 'agent', readByPeer: 0 }))
      .map((row) => row.opening)
      .filter(Boolean)

  it('opens a part for each agent', () => {
    const events = [
      event(1),
      change(2, 'offered', 'human', 3),
      notice(3, 'agent_joined', '李娜'),
      change(4, 'human', 'transferring', 3),
      change(5, 'transferring', 'human', 4),
      notice(6, 'transferred', '王磊'),
    ]
    expect(openings(events)).toEqual(['智能助手接待', '李娜 接入', '王磊 接入'])
  })

  it('opens none when a transfer lapses, and one for a call-back', () => {
    const events = [
      change(1, 'queued', 'human', 3),
      notice(2, 'agent_joined', '李娜'),
      change(3, 'human', 'transferring', 3),
      change(4, 'transferring', 'human', 3),
      change(5, 'human', 'parked', 4),
    ]
    expect(openings(events)).toEqual(['李娜 接入', '已约好时间，等人工联系'])
  })
})

describe('times of a call-back', () => {
  const at = (text: string) => new Date(`${text}+08:00`).getTime()

  it('leaves out what has passed or is too near', () => {
    const titles = callBackTimes(at('2026-11-21T17:55:00')).map((one) => one.title)
    expect(titles).toEqual(['30 分钟后', '1 小时后', '今天 20:00', '明天 10:00', '明天 14:00'])
  })

  it('is on the shop’s clock, wherever it is typed', () => {
    expect(atHour(at('2026-11-21T00:30:00'), 1, 10)).toBe(at('2026-11-22T10:00:00'))
    expect(fieldOf(at('2026-11-22T18:05:30'))).toBe('2026-11-22T18:05')
    expect(fromField('2026-11-22T18:05')).toBe(at('2026-11-22T18:05:00'))
    expect(fromField('')).toBeNaN()
    expect(aheadText(at('2026-11-22T10:00:00'), at('2026-11-21T23:00:00'))).toBe('明天 10:00')
    expect(aheadText(at('2026-11-21T23:59:20'), at('2026-11-21T23:00:00'))).toBe('明天 00:00')
  })
})
