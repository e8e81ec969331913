import type { LogEvent } from '../src/core/protocol/events'
import type { Store } from '../src/core/storage'

export function event(seq: number, changes: Partial<LogEvent> = {}): LogEvent {
  return {
    id: `e_${seq}`,
    conversation: 'c_1',
    seq,
    epoch: 1,
    at: seq * 1000,
    actor: { kind: 'bot', id: '', name: '小接' },
    kind: 'text',
    text: `第 ${seq} 条`,
    data: {},
    ...changes,
  }
}

export const fromCustomer = { kind: 'customer', id: '', name: '林晓' } as const

export function memoryStore(): Store & { kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    read: (key, fallback) => (kept.has(key) ? JSON.parse(kept.get(key)!) : fallback),
    write: (key, value) => void kept.set(key, JSON.stringify(value)),
    remove: (key) => void kept.delete(key),
  }
}
