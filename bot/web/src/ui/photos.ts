/** Where pictures come from: each page has its own way to prove who is looking. */
import type { InjectionKey } from 'vue'

export type PhotoSize = 'full' | 'thumb'

export interface PhotoSource {
  /** An address for an `<img>`. Rejects when there is no such picture for us, or no way to it. */
  address(conversation: string, evidence: string, size: PhotoSize): Promise<string>
}

export const PHOTOS: InjectionKey<PhotoSource> = Symbol('photos')

const WIDEST = 220
const TALLEST = 260
const SMALLEST = 72
/** A long screenshot is shown by its beginning; the hub's thumb has no more of it either. */
const LONGEST = 2

export interface Box {
  width: number
  height: number
}

/** The room a picture takes in a conversation, known before it is there, so that nothing jumps. */
export function boxOf(width: number, height: number): Box {
  if (!(width > 0 && height > 0)) return { width: 160, height: 120 }
  const shown = { width: Math.min(width, height * LONGEST), height: Math.min(height, width * LONGEST) }
  const scale = Math.min(1, WIDEST / shown.width, TALLEST / shown.height)
  return {
    width: Math.max(SMALLEST, Math.round(shown.width * scale)),
    height: Math.max(SMALLEST, Math.round(shown.height * scale)),
  }
}
