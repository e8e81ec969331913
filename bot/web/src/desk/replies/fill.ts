/** Canned replies filled with what is known; what is not known stays a marked blank: 【答应的时间】. */
import type { CannedReplies, CannedReply, CannedSituation } from '../../core/protocol/desk'

export interface Piece {
  text: string
  isBlank: boolean
}

const MARKED = /(【[^【】]+】)/
const VARIABLE = /\{(\w+)\}/g

/** A text with its variables filled in, in pieces. A value never brings a blank of its own. */
export function pieces(text: string, known: Pick<CannedReplies, 'values' | 'variables'>): Piece[] {
  return text
    .replace(VARIABLE, (_, name: string) => known.values[name] ?? `【${known.variables[name] ?? name}】`)
    .split(MARKED)
    .filter(Boolean)
    .map((piece) => ({ text: piece, isBlank: MARKED.test(piece) }))
}

export const joined = (all: readonly Piece[]): string => all.map((piece) => piece.text).join('')

export const blanks = (all: readonly Piece[]): string[] =>
  all.filter((piece) => piece.isBlank).map((piece) => piece.text)

export interface Offered {
  situation: CannedSituation
  replies: CannedReply[]
}

/** `fits`: only what fits the conversation now; else the code of a situation, or empty for all. */
export type Shown = 'fits' | string

/** What is listed: every word of the search in name, title or text, titles first; a search looks through everything. */
export function offered(all: readonly CannedSituation[], search: string, shown: Shown): Offered[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const has = (...texts: string[]) => words.every((word) => texts.join('\n').toLowerCase().includes(word))
  const groups = all
    .filter((situation) => words.length > 0 || isShown(situation, shown))
    .map((situation) => {
      const { name } = situation
      const inTitle = situation.replies.filter((reply) => has(name, reply.title))
      const inText = situation.replies.filter((reply) => has(name, reply.title, ...reply.texts.map((one) => one.text)))
      return { situation, replies: [...new Set([...inTitle, ...inText])], isNamed: inTitle.length > 0 }
    })
  return groups.filter((group) => group.replies.length > 0).sort((one, other) => +other.isNamed - +one.isNamed)
}

function isShown(situation: CannedSituation, shown: Shown): boolean {
  return shown === 'fits' ? situation.fits : !shown || situation.code === shown
}
