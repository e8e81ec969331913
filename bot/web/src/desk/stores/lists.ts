/** Everybody who waits, in the hub's order, and the agent's own conversations. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { MineItem, QueueItem } from '../../core/protocol/desk'

const SHOWN_AS_NEW_MS = 10_000

export const useLists = defineStore('lists', () => {
  const queue = shallowRef<readonly QueueItem[]>([])
  const mine = shallowRef<readonly MineItem[]>([])
  /** Handoffs that have just come, for a moment. */
  const fresh = ref(new Set<string>())
  /** The newest arrival, for whoever rings or speaks. */
  const arrived = shallowRef<QueueItem | null>(null)
  const seen = new Set<string>()
  let isFirst = true

  function takeQueue(items: readonly QueueItem[]): void {
    const arrivals = items.filter((item) => !seen.has(item.handoff_id))
    arrivals.forEach((item) => seen.add(item.handoff_id))
    queue.value = items
    if (!isFirst) arrivals.forEach(markFresh)
    isFirst = false
  }

  function markFresh(item: QueueItem): void {
    arrived.value = item
    fresh.value.add(item.handoff_id)
    setTimeout(() => fresh.value.delete(item.handoff_id), SHOWN_AS_NEW_MS)
  }

  function takeMine(items: readonly MineItem[]): void {
    mine.value = items
  }

  return { queue, mine, fresh, arrived, takeQueue, takeMine }
})
