import { onBeforeUnmount, onMounted } from 'vue'

/** iOS slides its keyboard over the page instead of shrinking it; only the visual viewport tells. */
export function useVisibleHeight(): void {
  const viewport = window.visualViewport
  const fit = (): void => {
    // Zoomed in, the visual viewport is a part of the page; the page itself keeps its size.
    if (!viewport || viewport.scale > 1.01) return
    document.documentElement.style.setProperty('--visible-height', `${viewport.height}px`)
    window.scrollTo(0, 0)
  }
  onMounted(() => {
    fit()
    viewport?.addEventListener('resize', fit)
  })
  onBeforeUnmount(() => viewport?.removeEventListener('resize', fit))
}
