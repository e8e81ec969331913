/** Everybody who waits, in the hub's order, the agent's own conversations, and all of them for who oversees. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { LiveItem, MineItem, QueueItem } from '../../core/protocol/desk'
import { answerDue, chanceOf } from '../chances'
import type { Listed } from '../room'
import { useAccount } from './account'
import { useTeam } from './team'

const SHOWN_AS_NEW_MS = 10_000

export const useLists = defineStore('lists', () => {
  const account = useAccount()
  const team = useTeam()
  const queue = shallowRef<readonly QueueItem[]>([])
  const mine = shallowRef<readonly MineItem[]>([])
  const parked = shallowRef<readonly QueueItem[]>([])
  const live = shallowRef<readonly LiveItem[]>([])
  /** Handoffs that have just come, for a moment. */
  const fresh = ref(new Set<string>())
  /** The newest arrival, and the newest offer to this agent, for whoever rings or speaks. */
  const arrived = shallowRef<QueueItem | null>(null)
  const offered = shallowRef<QueueItem | null>(null)
  const seen = new Set<string>()
  let isFirst = true

  const own = computed(() => new Set(mine.value.map((item) => item.conversation)))
  /** What waits for this agent's yes or no: offers, and what colleagues hand on. */
  const offers = computed(() => queue.value.filter(isOffer))
  /** What is handed on is no affair of others than the group it goes to, and those who oversee. */
  const waiting = computed(() =>
    queue.value.filter(
      (item) => !isOffer(item) && (item.state !== 'transferring' || mayTake(item) || isOverseen(item)),
    ),
  )
  /** Those of them that this agent may take. */
  const takeable = computed(() => waiting.value.filter(mayTake).length)

  function mayTake(item: QueueItem): boolean {
    // What I hand on to a group of my own stands in its line, too.
    return chanceOf(item, team.me) === 'queue' && !own.value.has(item.conversation)
  }

  function isOverseen(item: QueueItem): boolean {
    return account.isOverseer && !own.value.has(item.conversation)
  }

  function isOffer(item: QueueItem): boolean {
    const chance = chanceOf(item, team.me)
    return chance === 'offer' || chance === 'transfer'
  }

  function takeQueue(items: readonly QueueItem[]): void {
    // One offered to somebody else is theirs; when they let it lapse, it is new to all others.
    const arrivals = items.filter((item) => mayTake(item) && isNew(item.handoff_id))
    queue.value = items
    if (!isFirst) arrivals.forEach(markFresh)
    const made = offers.value.filter((item) => isNew(`${item.handoff_id} ${answerDue(item)}`))
    if (made.length) offered.value = made[0]
    isFirst = false
  }

  function isNew(key: string): boolean {
    const found = !seen.has(key)
    seen.add(key)
    return found
  }

  function markFresh(item: QueueItem): void {
    arrived.value = item
    fresh.value.add(item.handoff_id)
    setTimeout(() => fresh.value.delete(item.handoff_id), SHOWN_AS_NEW_MS)
  }

  function takeMine(items: readonly MineItem[]): void {
    mine.value = items
  }

  function takeParked(items: readonly QueueItem[]): void {
    parked.value = items
  }

  function takeLive(items: readonly LiveItem[]): void {
    live.value = items
  }

  /** A conversation wherever it is listed. */
  function find(conversation: string): Listed | undefined {
    const all: Listed[] = [...mine.value, ...queue.value, ...parked.value, ...live.value]
    return all.find((item) => item.conversation === conversation)
  }

  return {
    queue,
    mine,
    parked,
    live,
    offers,
    waiting,
    takeable,
    fresh,
    arrived,
    offered,
    takeQueue,
    takeMine,
    takeParked,
    takeLive,
    find,
  }
})
