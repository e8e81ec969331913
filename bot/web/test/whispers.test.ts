import { createPinia, setActivePinia } from 'pinia'
import { effectScope, nextTick, type EffectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Control } from '../src/core/protocol/desk'
import type { LogEvent } from '../src/core/protocol/events'
import { useAccount } from '../src/desk/stores/account'
import { useRooms } from '../src/desk/stores/rooms'
import { useWork } from '../src/desk/stores/work'
import { useWhispers } from '../src/desk/useWhispers'
import { event } from './fixtures'

const boss = { kind: 'agent', id: 'a_boss', name: '周主管' } as const
const mine = { controller: 'agent', agent_id: 'a_me', epoch: 2, last_seq: 1 } as Control
const whisper = (seq: number, changes: Partial<LogEvent> = {}): LogEvent =>
  event(seq, { kind: 'whisper', actor: boss, at: Date.now(), text: `提醒 ${seq}`, visibility: 'staff', ...changes })

describe('a whisper', () => {
  let scope: EffectScope
  let whispers: ReturnType<typeof useWhispers>

  beforeEach(() => {
    setActivePinia(createPinia())
    useAccount().agent = { id: 'a_me', name: '李娜', role: 'agent' }
    for (const id of ['c_here', 'c_away']) {
      useRooms().enter(id, { name: '林晓', level: '', verified: true })
      useRooms().tellControl(id, mine)
    }
    useWork().selectedId = 'c_here'
    scope = effectScope()
    whispers = scope.run(() => useWhispers())!
  })
  afterEach(() => scope.stop())

  const texts = () => whispers.heard.value.map((one) => one.text)

  it('pops up for a conversation that is not on screen, and only for that', () => {
    useRooms().takeEvent('c_here', whisper(2))
    useRooms().takeEvent('c_away', whisper(2, { text: '先道歉' }))
    expect(texts()).toEqual(['先道歉'])
    expect(whispers.heard.value[0]).toMatchObject({ conversation: 'c_away', customer: '林晓', from: '周主管' })
    expect(whispers.announcement.value).toContain('周主管')
  })

  it('is each shown when several come at once, the newest three of them', () => {
    for (const seq of [2, 3, 4, 5]) useRooms().takeEvent('c_away', whisper(seq))
    expect(texts()).toEqual(['提醒 3', '提醒 4', '提醒 5'])
  })

  it('is not shown twice, nor when it is an old one that is loaded again', () => {
    useRooms().takeEvent('c_away', whisper(2, { at: Date.now() - 10 * 60_000 }))
    useRooms().takeEvent('c_away', whisper(3))
    useRooms().takeEvent('c_away', whisper(3))
    expect(texts()).toEqual(['提醒 3'])
  })

  it('is not for whoever wrote it, nor for who is not in charge', () => {
    useRooms().takeEvent('c_away', whisper(2, { actor: { ...boss, id: 'a_me' } }))
    useRooms().tellControl('c_away', { ...mine, agent_id: 'a_other', epoch: 3 })
    useRooms().takeEvent('c_away', whisper(3))
    expect(texts()).toEqual([])
  })

  it('goes when the conversation is looked at, is put away, or is no longer mine', async () => {
    useRooms().takeEvent('c_away', whisper(2))
    useRooms().takeEvent('c_away', whisper(3))
    whispers.putAway(whispers.heard.value[0].id)
    expect(texts()).toEqual(['提醒 3'])
    useRooms().tellControl('c_away', { ...mine, agent_id: 'a_other', epoch: 3 })
    await nextTick()
    expect(texts()).toEqual([])

    useRooms().tellControl('c_away', { ...mine, epoch: 4 })
    useRooms().takeEvent('c_away', whisper(4))
    useWork().selectedId = 'c_away'
    await nextTick()
    expect(texts()).toEqual([])
  })
})
