/** Web addresses in a text. Only http and https ever become links; everything else stays text. */

export interface Piece {
  text: string
  href: string | null
}

const ADDRESS = /https?:\/\/[^\s<>"'`，。！？；：、（）【】《》“”]+/gi
const TRAILING = /[.,!?;:)\]}]+$/

export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let done = 0
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '')
    if (!isWebAddress(address)) continue
    if (match.index > done) found.push({ text: text.slice(done, match.index), href: null })
    found.push({ text: address, href: address })
    done = match.index + address.length
  }
  if (done < text.length) found.push({ text: text.slice(done), href: null })
  return found
}

function isWebAddress(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol)
  } catch {
    return false
  }
}
