/** Customers' pictures at the desk: the cookie says who is looking, so the address is all an `<img>` needs. */
import type { PhotoSource } from '../ui/photos'

export const staffPhotos: PhotoSource = {
  address: (conversation, evidence, size) => {
    const path = `/api/conversations/${encodeURIComponent(conversation)}/evidence/${encodeURIComponent(evidence)}`
    return Promise.resolve(size === 'thumb' ? `${path}/thumb` : path)
  },
}
