/** Pictures the customer has chosen and not sent yet. */
import { onBeforeUnmount, ref, shallowRef } from 'vue'
import { t } from './messages'

const MOST = 9
const REFUSAL_MS = 6_000

export interface Picked {
  file: File
  address: string
}

export function usePicked() {
  const picked = shallowRef<readonly Picked[]>([])
  const refusal = ref('')
  let refusalTimer = 0

  function add(files: readonly File[]): void {
    // Some telephones name no type; the hub looks at the bytes anyway.
    const pictures = files.filter((file) => !file.type || file.type.startsWith('image/'))
    const room = MOST - picked.value.length
    if (pictures.length < files.length) refuse(t('composer.notAnImage'))
    if (pictures.length > room) refuse(t('composer.manyPhotos', { n: MOST }))
    const added = pictures.slice(0, room).map((file) => ({ file, address: URL.createObjectURL(file) }))
    picked.value = [...picked.value, ...added]
  }

  function refuse(sentence: string): void {
    refusal.value = sentence
    clearTimeout(refusalTimer)
    refusalTimer = window.setTimeout(() => (refusal.value = ''), REFUSAL_MS)
  }

  function remove(index: number): void {
    URL.revokeObjectURL(picked.value[index].address)
    picked.value = picked.value.filter((_, place) => place !== index)
  }

  /** All of them, which are somebody else's business now. */
  function take(): File[] {
    const files = picked.value.map((one) => one.file)
    picked.value.forEach((one) => URL.revokeObjectURL(one.address))
    picked.value = []
    return files
  }

  onBeforeUnmount(take)
  return { picked, refusal, add, remove, take }
}
