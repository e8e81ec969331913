/** A new customer in the queue, and one meant for this agent, is noticed: in the tab's title, by screen readers, and by a sound if wished. */
import { onBeforeUnmount, ref, watch } from 'vue'
import { deviceStore } from '../core/storage'
import { t } from './messages'
import { chime } from './sound'
import { useLists } from './stores/lists'

const SOUND_KEY = 'jiezhu.desk.sound'

export function useArrivals() {
  const lists = useLists()
  const isSoundOn = ref(deviceStore.read(SOUND_KEY, false))
  const announcement = ref('')

  function toggleSound(): void {
    isSoundOn.value = !isSoundOn.value
    deviceStore.write(SOUND_KEY, isSoundOn.value)
    // Browsers allow sound only after a gesture: this press is one, and the agent hears what to expect.
    if (isSoundOn.value) chime()
  }

  watch(
    () => lists.arrived,
    (item) => {
      if (!item) return
      announcement.value = t('queue.arrived', { name: item.customer.name, reason: item.reason_text })
      if (isSoundOn.value) chime()
    },
  )
  watch(
    () => lists.offered,
    (item) => {
      if (!item) return
      const { name } = item.customer
      announcement.value = item.transfer
        ? t('offer.arrivedTransfer', { from: item.transfer.from_name, name, reason: item.transfer.reason })
        : t('offer.arrived', { name, reason: item.reason_text })
      if (isSoundOn.value) chime()
    },
  )
  watch(
    () => [lists.offers[0]?.customer.name ?? '', lists.takeable] as const,
    ([name, n]) => {
      if (name) document.title = t('page.titleOffer', { name })
      else document.title = n > 0 ? t('page.titleWaiting', { n }) : t('page.title')
    },
    { immediate: true },
  )
  onBeforeUnmount(() => {
    document.title = t('page.title')
  })

  return { isSoundOn, announcement, toggleSound }
}
