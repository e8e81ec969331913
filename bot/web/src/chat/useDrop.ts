/** Files dragged onto the page from outside. */
import { ref } from 'vue'

export function useDrop(take: (files: File[]) => void) {
  const isOver = ref(false)
  /** Each element under the pointer tells of its own coming and going. */
  let depth = 0

  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

  function entered(event: DragEvent): void {
    if (!hasFiles(event)) return
    depth += 1
    isOver.value = true
  }

  function left(event: DragEvent): void {
    if (!hasFiles(event)) return
    depth = Math.max(0, depth - 1)
    isOver.value = depth > 0
  }

  function dropped(event: DragEvent): void {
    depth = 0
    isOver.value = false
    take([...(event.dataTransfer?.files ?? [])])
  }

  return { isOver, entered, left, dropped }
}
