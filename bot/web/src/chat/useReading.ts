/** What the customer has seen: read marks for the hub, a count for the launcher, and words for screen readers. */
import { computed, onBeforeUnmount, ref, watch } from 'vue'
import type { ChatWelcome } from '../core/protocol/chat'
import type { LogEvent } from '../core/protocol/events'
import { tabStore } from '../core/storage'
import type { Host } from './host'
import { nameOf } from './names'

const seenKey = (conversation: string): string => `jiezhu.seen.${conversation}`

export function useReading(host: Host, sendRead: (seq: number) => boolean) {
  const isOpen = ref(false)
  const isPageShown = ref(!document.hidden)
  const isLooking = computed(() => isOpen.value && isPageShown.value)
  const announcement = ref('')
  const unseen = ref(0)
  let conversation = ''
  let seen = 0
  let newest = 0
  let historyEnd = 0
  let reported = 0

  function welcomed(frame: ChatWelcome): void {
    if (conversation !== frame.conversation) {
      conversation = frame.conversation
      // Kept over page changes in the shop: an answer given meanwhile still counts as unread.
      seen = tabStore.read(seenKey(conversation), frame.last_seq)
      newest = historyEnd = 0
      unseen.value = 0
    }
    historyEnd = Math.max(historyEnd, frame.last_seq)
    reported = 0
    if (isLooking.value) markSeen()
  }

  function happened(event: LogEvent): void {
    newest = Math.max(newest, event.seq)
    if (event.actor.kind !== 'customer') {
      // The history itself is not read out, only what is said from now on.
      if (event.seq > historyEnd) announcement.value = `${nameOf(event.actor)}：${event.text}`
      if (event.seq > seen && !isLooking.value) unseen.value += 1
    }
    if (isLooking.value) markSeen()
  }

  function markSeen(): void {
    unseen.value = 0
    if (newest > seen) {
      seen = newest
      tabStore.write(seenKey(conversation), seen)
    }
    if (newest > reported && sendRead(newest)) reported = newest
  }

  const onVisibility = (): void => {
    isPageShown.value = !document.hidden
  }
  document.addEventListener('visibilitychange', onVisibility)
  onBeforeUnmount(() => document.removeEventListener('visibilitychange', onVisibility))
  watch(isLooking, (looking) => looking && markSeen())
  watch(unseen, (count) => host.unread(count))

  return { isOpen, announcement, welcomed, happened }
}
