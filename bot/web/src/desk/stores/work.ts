/** What the agent does: look at a conversation, claim it, move between them, resolve, look at evidence. */
import { ElMessage } from 'element-plus'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { lastSeq } from '../../core/timeline'
import { api, ApiError, sentence } from '../api'
import { t } from '../messages'
import { chanceOf, type Chance } from '../chances'
import { isJoined, isMine, unread, type Listed, type Room } from '../room'
import { useAccount } from './account'
import { useLists } from './lists'
import { useLive } from './live'
import { useRooms } from './rooms'
import { useTeam } from './team'

/** Lines a brief points at; `at` makes a second look at the same ones a new one. */
export interface Citation {
  seqs: number[]
  focus: number
  at: number
}

export const useWork = defineStore('work', () => {
  const account = useAccount()
  const live = useLive()
  const lists = useLists()
  const rooms = useRooms()
  const team = useTeam()
  const selectedId = ref('')
  const citation = ref<Citation | null>(null)
  const claiming = ref('')
  const isResolving = ref(false)

  const room = computed<Room | null>(() => rooms.get(selectedId.value) ?? null)
  const isOwn = computed(() => room.value !== null && isMine(room.value, account.agent?.id ?? ''))
  /** May speak: in charge, or sitting in. */
  const isSpeaker = computed(() => isOwn.value || (room.value !== null && isJoined(room.value, team.me.id)))
  /** Whether the conversation shown may be taken, and as what. */
  const chance = computed<Chance | null>(() => {
    const control = room.value?.control
    return control && !room.value?.claimedBy ? chanceOf(control, team.me) : null
  })
  const unreadOf = (id: string): number => {
    const one = rooms.get(id)
    return one ? unread(one) : 0
  }

  /** Show a conversation of a list. One that is not ours is only looked at. */
  function select(item: Listed): void {
    if (item.conversation === selectedId.value) return
    // A whisper never goes on by habit: coming back, one speaks to the customer again.
    if (room.value?.mode === 'whisper') room.value.mode = 'text'
    leaveBehind(selectedId.value)
    selectedId.value = item.conversation
    citation.value = null
    const { room: entered, isNew } = rooms.enter(item.conversation, item.customer)
    if (isNew) live.open(entered.id, 0)
    void load(entered)
  }

  async function load(entered: Room): Promise<void> {
    entered.loading = true
    entered.failure = entered.claimedBy = ''
    try {
      rooms.takeSnapshot(entered.id, await api.conversation(entered.id))
    } catch (error) {
      failed(error)
      entered.failure = sentence(error)
    } finally {
      entered.loading = false
    }
  }

  function leaveBehind(id: string): void {
    const left = rooms.get(id)
    if (!left || lists.mine.some((item) => item.conversation === id)) return
    live.shut(id)
    rooms.leave(id)
  }

  /** The agent's own conversations stay open, so that unread lines are noticed. */
  function keepOwnOpen(): void {
    for (const item of lists.mine) {
      const { room: own, isNew } = rooms.enter(item.conversation, item.customer)
      // A visitor may have signed in meanwhile.
      own.customer = { ...own.customer, ...item.customer }
      rooms.tellControl(item.conversation, item.control)
      if (isNew) live.open(item.conversation, 0)
    }
    for (const id of [...rooms.rooms.keys()]) if (id !== selectedId.value) leaveBehind(id)
    if (!selectedId.value && lists.mine.length > 0) select(lists.mine[0])
  }

  async function claim(id: string): Promise<void> {
    const item = lists.find(id)
    const known = rooms.get(id)?.control
    const wanted = item && 'handoff_id' in item ? item : known
    if (!wanted || claiming.value) return
    claiming.value = id
    if (item) select(item)
    try {
      const { control } = await api.claim(id, wanted.handoff_id, wanted.epoch)
      rooms.tellControl(id, control)
    } catch (error) {
      failed(error)
      lost(id, error)
    } finally {
      claiming.value = ''
    }
  }

  function lost(id: string, error: unknown): void {
    const entered = rooms.get(id)
    if (!entered) return
    const isTaken = error instanceof ApiError && error.code === 'already_claimed'
    entered.claimedBy = isTaken ? error.data.by || t('talk.someone') : ''
    entered.failure = isTaken ? t('talk.claimLost', { name: entered.claimedBy }) : sentence(error)
  }

  /** Raises ApiError; the dialog shows it. */
  async function resolve(decision: { result: string; note: string; next: 'bot' | 'close' }): Promise<void> {
    const current = room.value
    if (!current?.control) return
    try {
      const { control } = await api.resolve(current.id, { epoch: current.control.epoch, ...decision })
      rooms.tellControl(current.id, control)
    } catch (error) {
      failed(error)
      throw error
    }
    const next = lists.mine.find((item) => item.conversation !== current.id)
    if (next) select(next)
  }

  /** What a message of the customer really means, for those who teach the assistant. */
  async function relabel(seq: number, intent: string): Promise<void> {
    if (!room.value) return
    try {
      const { label } = await api.label(room.value.id, seq, intent)
      ElMessage.success(t('understood.done', { title: label.title }))
    } catch (error) {
      failed(error)
      ElMessage.error(sentence(error))
    }
  }

  function failed(error: unknown): void {
    if (error instanceof ApiError && error.status === 401) account.expired()
  }

  /** Go through the agent's own conversations, or through the queue when there are none. */
  function step(by: 1 | -1): void {
    const all: readonly Listed[] = lists.mine.length ? lists.mine : lists.waiting
    if (!all.length) return
    const here = all.findIndex((item) => item.conversation === selectedId.value)
    const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : (here + by + all.length) % all.length
    select(all[next])
  }

  /** Point at evidence; pressed again, the next of its lines. */
  function cite(seqs: number[]): void {
    const isSame = citation.value?.seqs.join() === seqs.join()
    const focus = isSame ? ((citation.value?.focus ?? -1) + 1) % seqs.length : 0
    citation.value = { seqs, focus, at: Date.now() }
  }

  function markRead(): void {
    const current = room.value
    const seq = current ? lastSeq(current.events) : 0
    if (!current || !isOwn.value || seq <= current.readByMe) return
    if (live.read(current.id, seq)) current.readByMe = seq
  }

  return {
    room,
    selectedId,
    isOwn,
    isSpeaker,
    chance,
    citation,
    claiming,
    isResolving,
    unreadOf,
    select,
    load,
    keepOwnOpen,
    claim,
    resolve,
    relabel,
    step,
    cite,
    markRead,
  }
})
