/** The lines a customer said as a visitor before they signed in, read with care. */
import type { EventData, VisitorLine } from '../../core/protocol/events'

export interface VisitorsTalk {
  /** The conversation it was said in: its pictures are fetched from there. */
  from: string
  lines: VisitorLine[]
  photos: number
}

/** Longer ones begin folded, so that what is said now stays in sight. */
const MOST_SHOWN_OPEN = 12

export function visitorsTalk(data: EventData): VisitorsTalk {
  const lines = Array.isArray(data.lines) ? data.lines : []
  return { from: data.from ?? '', lines, photos: lines.filter(hasPhoto).length }
}

export function opensByItself({ lines }: VisitorsTalk): boolean {
  return lines.length <= MOST_SHOWN_OPEN
}

/** An older hub names no picture: then its text stands for it. */
export function hasPhoto(line: VisitorLine): boolean {
  return line.kind === 'image' && Boolean(line.evidence)
}

export function opensRun(line: VisitorLine, before: VisitorLine | undefined): boolean {
  return line.actor !== before?.actor || line.name !== before.name
}
