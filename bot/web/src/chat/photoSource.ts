/**
 * The customer's pictures. An `<img>` cannot carry our session, and an address with the session in it would end up in
 * logs: they are fetched with a header and shown from memory.
 */
import type { PhotoSize, PhotoSource } from '../ui/photos'

export class CustomerPhotos implements PhotoSource {
  private readonly kept = new Map<string, Promise<string>>()

  constructor(private readonly session: () => string) {}

  address(_conversation: string, evidence: string, size: PhotoSize): Promise<string> {
    const key = `${evidence}/${size}`
    const known = this.kept.get(key)
    if (known) return known
    const fetched = this.fetched(evidence, size)
    this.kept.set(key, fetched)
    fetched.catch(() => this.kept.delete(key))
    return fetched
  }

  /** We have just sent it: nothing needs to be fetched to show it. */
  know(evidence: string, preview: string): void {
    this.kept.set(`${evidence}/thumb`, Promise.resolve(preview))
  }

  /** Somebody else may be looking from now on. */
  clear(): void {
    this.kept.forEach((address) => void address.then(URL.revokeObjectURL, () => undefined))
    this.kept.clear()
  }

  private async fetched(evidence: string, size: PhotoSize): Promise<string> {
    const path = `/evidence/${encodeURIComponent(evidence)}${size === 'thumb' ? '/thumb' : ''}`
    const answer = await fetch(path, { headers: { Authorization: `Bearer ${this.session()}` } })
    if (!answer.ok) throw new Error(String(answer.status))
    return URL.createObjectURL(await answer.blob())
  }
}
