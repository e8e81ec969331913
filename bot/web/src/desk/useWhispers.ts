/** A whisper in a conversation that is not on screen pops up for the agent in charge, until it is looked at or put away. */
import { ref, watch } from 'vue'
import type { LogEvent } from '../core/protocol/events'
import { t } from './messages'
import { isMine, type Room } from './room'
import { useAccount } from './stores/account'
import { useLive } from './stores/live'
import { useRooms } from './stores/rooms'
import { useWork } from './stores/work'

export interface HeardWhisper {
  id: string
  conversation: string
  customer: string
  from: string
  text: string
}

/** A log that is loaded again tells old ones once more. */
const FRESH_MS = 120_000
/** Of many only the newest fit beside the work. */
const MOST_SHOWN = 3

export function useWhispers() {
  const account = useAccount()
  const live = useLive()
  const rooms = useRooms()
  const work = useWork()
  const heard = ref<HeardWhisper[]>([])
  const announcement = ref('')

  function isForMe(room: Room, event: LogEvent): boolean {
    const me = account.agent?.id ?? ''
    const isFresh = live.now - event.at < FRESH_MS
    return event.kind === 'whisper' && event.actor.id !== me && isMine(room, me) && isFresh
  }

  function took(conversation: string, event: LogEvent): void {
    const room = rooms.get(conversation)
    if (!room || conversation === work.selectedId || !isForMe(room, event)) return
    const from = event.actor.name || t('talk.someone')
    const customer = room.customer.name
    heard.value = [...heard.value, { id: event.id, conversation, customer, from, text: event.text }].slice(-MOST_SHOWN)
    announcement.value = t('whisper.announced', { name: from, customer })
  }

  function putAway(id: string): void {
    heard.value = heard.value.filter((one) => one.id !== id)
  }

  // Its own, not a watcher: of two events in one tick a watcher would see the last alone.
  rooms.$onAction(({ name, args, after }) => {
    if (name !== 'takeEvent') return
    const [conversation, event] = args as [string, LogEvent]
    after((isNew) => {
      if (isNew) took(conversation, event)
    })
  })
  watch(
    () => work.selectedId,
    (id) => (heard.value = heard.value.filter((one) => one.conversation !== id)),
  )
  // Resolved or handed on: what was whispered about it is no longer for me.
  watch(
    () => heard.value.filter(({ conversation }) => !isStillMine(conversation)).map(({ id }) => id),
    (gone) => gone.forEach(putAway),
  )

  function isStillMine(conversation: string): boolean {
    const room = rooms.get(conversation)
    return room !== undefined && isMine(room, account.agent?.id ?? '')
  }

  return { heard, announcement, putAway }
}
