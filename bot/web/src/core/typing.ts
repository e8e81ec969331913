/** Typing signals: often enough to be seen, seldom enough not to flood. */

export const TYPING_SHOWN_MS = 6_000
const TYPING_EVERY_MS = 2_500

/** Wraps a sender so that it fires at most once in a while. */
export function throttled<Args extends unknown[]>(send: (...args: Args) => void): (...args: Args) => void {
  let sentAt = 0
  return (...args) => {
    if (Date.now() - sentAt < TYPING_EVERY_MS) return
    sentAt = Date.now()
    send(...args)
  }
}
