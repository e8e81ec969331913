/** Pictures made smaller before they are sent: a telephone's photo takes a minute on a slow line, this takes seconds. */

const ENOUGH_BYTES = 1_000_000
const LONG_SIDE = 2000
/** A long screenshot stays as wide as one can read it; the hub keeps it so too. */
const SHORT_SIDE = 800
const MOST_PIXELS = 8_000_000
const QUALITY = 0.88
const READABLE = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']

export interface Size {
  width: number
  height: number
}

/** Width and height in px; null for a file this browser cannot show. */
export async function measured(address: string): Promise<(Size & { picture: HTMLImageElement }) | null> {
  const picture = new Image()
  picture.src = address
  try {
    await picture.decode()
  } catch {
    return null
  }
  return { picture, width: picture.naturalWidth, height: picture.naturalHeight }
}

export function bounded({ width, height }: Size): Size {
  const long = Math.max(width, height)
  const short = Math.min(width, height)
  let scale = LONG_SIDE / long
  if (short * scale < SHORT_SIDE)
    scale = Math.max(scale, Math.min(SHORT_SIDE / short, Math.sqrt(MOST_PIXELS / (long * short))))
  scale = Math.min(1, scale)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** The file, or a smaller JPEG of it. Whatever fails here, the file itself is sent and the hub decides. */
export async function shrunk(file: Blob, picture: HTMLImageElement): Promise<Blob> {
  if (file.size <= ENOUGH_BYTES && READABLE.includes(file.type)) return file
  const { width, height } = bounded({ width: picture.naturalWidth, height: picture.naturalHeight })
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const pen = canvas.getContext('2d')
  if (!pen) return file
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.drawImage(picture, 0, 0, width, height)
  const smaller = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
  return smaller && (smaller.size < file.size || !READABLE.includes(file.type)) ? smaller : file
}
