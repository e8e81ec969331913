import { onBeforeUnmount, onMounted } from 'vue'

/** iOS slides its keyboard over the page instead of shrinking it; only the visual viewport tells. */
export function useVisibleHeight(): void {
  const viewport = window.visualViewport
  const fit = (): void => {
    if (!viewport) return
    document.documentElement.style.setProperty('--visible-height', `${viewport.height}px`)
    window.scrollTo(0, 0)
  }
  onMounted(() => {
    fit()
    viewport?.addEventListener('resize', fit)
  })
  onBeforeUnmount(() => viewport?.removeEventListener('resize', fit))
}
