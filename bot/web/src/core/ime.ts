/**
 * Enter that means "send", not "take this word": Safari ends a composition before its keydown arrives, and only
 * the old key code 229 still tells.
 */
export function isSendKey(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false
  return !event.isComposing && event.keyCode !== 229
}
