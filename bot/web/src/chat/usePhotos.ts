/** The pictures of one customer's conversation: sending them, and seeing them again. */
import { provide, shallowRef } from 'vue'
import { newClientId } from '../core/ids'
import type { LogEvent } from '../core/protocol/events'
import { PHOTOS } from '../ui/photos'
import { CustomerPhotos } from './photoSource'
import { measured, shrunk } from './shrink'
import { upload } from './upload'
import { Uploads, type Upload } from './uploads'

/** `session` and `conversation` as the hub last told them; empty before. */
export function usePhotos(session: () => string, conversation: () => string) {
  const uploads = shallowRef<readonly Upload[]>([])
  const outbox = new Uploads(upload, session, (items) => (uploads.value = items))
  const source = new CustomerPhotos(session)
  provide(PHOTOS, source)

  async function send(files: readonly File[]): Promise<void> {
    const started = conversation()
    for (const file of files) {
      const preview = URL.createObjectURL(file)
      const seen = await measured(preview)
      const body = seen ? await shrunk(file, seen.picture) : file
      // Somebody else's conversation by now: it was not meant for it.
      if (started && conversation() !== started) return
      const { width, height } = seen ?? { width: 0, height: 0 }
      outbox.add({ clientId: newClientId(), conversation: started, body, preview, width, height, at: Date.now() })
    }
  }

  function logged(event: LogEvent): void {
    const twin = outbox.logged(event)
    if (twin && typeof event.data.evidence === 'string') source.know(event.data.evidence, twin.preview)
  }

  function clear(): void {
    outbox.clear()
    source.clear()
  }

  return {
    uploads,
    send,
    logged,
    clear,
    online: () => outbox.online(),
    again: (clientId: string) => outbox.again(clientId),
    drop: (clientId: string) => outbox.drop(clientId),
  }
}
