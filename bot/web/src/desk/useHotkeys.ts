import { onBeforeUnmount, onMounted } from 'vue'

/** Alt + key. By `code`, not by character: with Alt a Mac types ∆ for J. */
export function useHotkeys(actions: Record<string, () => void>): void {
  function pressed(event: KeyboardEvent): void {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return
    const action = actions[event.code]
    if (!action) return
    event.preventDefault()
    action()
  }
  onMounted(() => addEventListener('keydown', pressed))
  onBeforeUnmount(() => removeEventListener('keydown', pressed))
}
