import { computed, ref } from 'vue'
import { sentence } from '../api'

/**
 * A dialog that sends something: busy while it goes, the hub's sentence when it is refused, away when it is done.
 *
 * `complaint` says what is still missing; it is shown from the first try on, for as long as it is true.
 */
export function useSubmit(complaint: () => string) {
  const isShown = ref(true)
  const isBusy = ref(false)
  const isTried = ref(false)
  const refused = ref('')
  const failure = computed(() => refused.value || (isTried.value ? complaint() : ''))

  async function submit(send: () => Promise<void>): Promise<void> {
    isTried.value = true
    refused.value = ''
    if (complaint() || isBusy.value) return
    isBusy.value = true
    try {
      await send()
      isShown.value = false
    } catch (error) {
      refused.value = sentence(error)
    } finally {
      isBusy.value = false
    }
  }

  return { isShown, isBusy, isTried, failure, submit }
}
