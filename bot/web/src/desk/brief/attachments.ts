import type { Attachment, Brief } from '../../core/protocol/brief'
import type { LogEvent } from '../../core/protocol/events'
import { photoOf } from '../../ui/cards'

/** The pictures of the matter: those the brief lists, and those that came since it was made. */
export function attachmentsOf(brief: Brief, events: readonly LogEvent[]): Attachment[] {
  const listed = brief.attachments ?? []
  const known = new Set(listed.map((one) => one.evidence))
  const since = events.flatMap(({ kind, data, seq, at }) => {
    const photo = photoOf(kind, data)
    return photo && at >= brief.made_at && !known.has(photo.evidence) ? [{ evidence: photo.evidence, seq, at }] : []
  })
  return [...listed, ...since]
}
