import { nextTick, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

const NEAR_PX = 80

/** Keeps a log at its end while the reader is there, and leaves it alone when they have scrolled up. */
export function useBottom(box: Ref<HTMLElement | null>) {
  const isAtEnd = ref(true)
  let watcher: ResizeObserver | null = null

  function measure(): void {
    const log = box.value
    if (log) isAtEnd.value = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX
  }

  function toEnd(): void {
    const log = box.value
    if (log) log.scrollTop = log.scrollHeight
    isAtEnd.value = true
  }

  /** Call after the content has changed. */
  async function follow(): Promise<void> {
    const wasAtEnd = isAtEnd.value
    await nextTick()
    if (wasAtEnd) toEnd()
  }

  onMounted(() => {
    // The keyboard of a phone and a growing input make the log smaller without a scroll event.
    watcher = new ResizeObserver(() => isAtEnd.value && toEnd())
    if (box.value) watcher.observe(box.value)
    box.value?.addEventListener('scroll', measure, { passive: true })
  })
  onBeforeUnmount(() => watcher?.disconnect())

  return { isAtEnd, toEnd, follow }
}
