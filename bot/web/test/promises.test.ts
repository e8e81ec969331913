import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { PromiseItem } from '../src/core/protocol/desk'
import { byText } from '../src/core/times'
import { useLive } from '../src/desk/stores/live'
import { usePromises } from '../src/desk/stores/promises'

const at = (text: string) => new Date(`${text}+08:00`).getTime()
const item = (id: string, due_at: number) => ({ id, due_at, text: '给您回话' }) as PromiseItem

describe('the time a promise is due by', () => {
  it.each([
    ['2026-11-21T18:30:00', '今天 18:30 前'],
    ['2026-11-22T09:05:00', '明天 09:05 前'],
    ['2026-11-22T23:59:59', '明天 24 点前'],
    ['2026-11-25T23:59:59', '11月25日 24 点前'],
    ['2026-11-20T18:30:00', '11月20日 18:30 前'],
  ])('%s reads as %s', (moment, text) => {
    expect(byText(at(moment), at('2026-11-21T14:00:00'))).toBe(text)
  })
})

describe('promises at the desk', () => {
  beforeEach(() => setActivePinia(createPinia()))

  it('counts those whose time has passed as overdue', () => {
    useLive().now = 1_000
    const promises = usePromises()
    promises.take([item('e_1', 999), item('e_2', 1_000), item('e_3', 2_000)])
    expect(promises.overdue).toBe(1)
  })

  it('drops one that was kept, and keeps it when the hub refuses', async () => {
    const promises = usePromises()
    promises.take([item('e_1', 1), item('e_2', 2)])
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"promise": {}}')))
    expect(await promises.keep(item('e_1', 1), '')).toBe(true)
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"message": "没有找到"}', { status: 404 })))
    expect(await promises.keep(item('e_2', 2), '')).toBe(false)
    expect(promises.items.map((one) => one.id)).toEqual(['e_2'])
  })
})
