/** What the loader (on the shop's page) and the chat page (in its frame) say to each other by postMessage. */

export type ToLoader =
  | { type: 'ready' }
  | { type: 'need-token'; id: number }
  | { type: 'session'; session: string; verified: boolean }
  | { type: 'unread'; count: number }
  | { type: 'close' }

export type ToPage =
  | { type: 'init'; session: string; verified: boolean; hasTokenUrl: boolean; open: boolean }
  /** `ok` is false when the shop could not be asked; a null token is an anonymous visitor. */
  | { type: 'token'; id: number; ok: boolean; token: string | null }
  | { type: 'visible'; open: boolean }
  /** Somebody signed in or out on the shop's page. */
  | { type: 'identity' }

export type Sealed<Message> = Message & { jiezhu: 1 }

export function isOurs(data: unknown): boolean {
  return typeof data === 'object' && data !== null && (data as { jiezhu?: unknown }).jiezhu === 1
}
