/** One picture on its way to the hub: docs/protocol.md, section 2. */

const GIVE_UP_AFTER_MS = 120_000

/** `refused` is final; `failed` may be tried again under the same id. `message` is the hub's, or empty. */
export type Outcome = { kind: 'taken'; seq: number } | { kind: 'refused' | 'failed' | 'offline'; message: string }

export interface Sending {
  session: string
  clientId: string
  body: Blob
  onProgress: (share: number) => void
}

/** `fetch` cannot tell how much has been sent, so this is an XMLHttpRequest. */
export function upload({ session, clientId, body, onProgress }: Sending): Promise<Outcome> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/evidence?client_id=${encodeURIComponent(clientId)}`)
    request.setRequestHeader('Authorization', `Bearer ${session}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.timeout = GIVE_UP_AFTER_MS
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0)
    request.onload = () => resolve(outcomeOf(request.status, request.responseText))
    request.onerror = request.ontimeout = request.onabort = () => resolve({ kind: 'offline', message: '' })
    request.send(body)
  })
}

export function outcomeOf(status: number, text: string): Outcome {
  let answer: { seq?: unknown; message?: unknown } = {}
  try {
    answer = JSON.parse(text)
  } catch {
    // A proxy in between answered with a page of its own.
  }
  if (status === 200 && typeof answer.seq === 'number') return { kind: 'taken', seq: answer.seq }
  const message = typeof answer.message === 'string' ? answer.message : ''
  return { kind: status === 400 || status === 413 ? 'refused' : 'failed', message }
}
