import { ref } from 'vue'
import { sentence } from '../api'

/** A dialog that sends something: busy while it goes, the hub's sentence when it is refused, away when it is done. */
export function useSubmit() {
  const isShown = ref(true)
  const isBusy = ref(false)
  const failure = ref('')

  async function submit(complaint: string, send: () => Promise<void>): Promise<void> {
    failure.value = complaint
    if (complaint || isBusy.value) return
    isBusy.value = true
    try {
      await send()
      isShown.value = false
    } catch (error) {
      failure.value = sentence(error)
    } finally {
      isBusy.value = false
    }
  }

  return { isShown, isBusy, failure, submit }
}
