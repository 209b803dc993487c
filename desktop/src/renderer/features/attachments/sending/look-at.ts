/** What pictures, films and sounds are like, found out by this page alone: the server never decodes what people send. */
import { attachmentLimits } from '@chatter/shared/attachments.ts'
import type { Look } from '../../../store/files.ts'
import type { PendingFile } from '../../../store/pending-file.ts'

/** A small picture is its own thumbnail. */
const smallPicture = 64 * 1024

/** A film that tells nothing for so long has nothing to tell, in milliseconds. */
const patience = 10_000

/** Rejects where the file is not what its type says. */
export async function lookAt({ blob, type }: Pick<PendingFile, 'blob' | 'type'>): Promise<Look> {
  if (blob.size === 0) return {}
  if (type.startsWith('image/')) return lookAtPicture(blob)
  if (type.startsWith('video/')) return lookAtFilm(blob)
  return type.startsWith('audio/') ? { duration: await durationOf(blob) } : {}
}

async function lookAtPicture(blob: Blob): Promise<Look> {
  // Turned as it is shown.
  const picture = await createImageBitmap(blob)
  try {
    const { width, height } = picture
    const isSmall = blob.size <= smallPicture && Math.max(width, height) <= attachmentLimits.thumbnailEdge
    return { width, height, ...(!isSmall && { thumbnail: await thumbnailOf(picture, width, height) }) }
  } finally {
    picture.close()
  }
}

async function lookAtFilm(blob: Blob): Promise<Look> {
  return withMedia('video', blob, async film => {
    const { videoWidth: width, videoHeight: height } = film
    const duration = await playingTime(film)
    const look = { ...(width && height && { width, height }), ...(duration && { duration }) }
    if (!width || !height) return look
    // The very first picture is often black.
    film.currentTime = Math.min(1, (duration ?? 0) / 4)
    await heard(film, 'seeked')
    return { ...look, thumbnail: await thumbnailOf(film, width, height) }
  })
}

async function durationOf(blob: Blob): Promise<number | undefined> {
  return withMedia('audio', blob, playingTime)
}

/** In seconds. What a browser recorded does not say how long it is; a player that is sent behind its end finds out. */
async function playingTime(media: HTMLMediaElement): Promise<number | undefined> {
  if (media.duration === Number.POSITIVE_INFINITY) {
    media.currentTime = Number.MAX_SAFE_INTEGER
    await heard(media, 'seeked').catch(() => {})
  }
  return Number.isFinite(media.duration) ? Math.round(media.duration * 1000) / 1000 : undefined
}

async function withMedia<Kind extends 'video' | 'audio', Seen>(
  kind: Kind,
  blob: Blob,
  see: (media: HTMLElementTagNameMap[Kind]) => Promise<Seen>,
): Promise<Seen> {
  const media = document.createElement(kind)
  const url = URL.createObjectURL(blob)
  media.muted = true
  media.preload = 'auto'
  media.src = url
  try {
    await heard(media, kind === 'video' ? 'loadeddata' : 'loadedmetadata')
    return await see(media)
  } finally {
    media.removeAttribute('src')
    media.load()
    URL.revokeObjectURL(url)
  }
}

function heard(media: HTMLMediaElement, event: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    media.addEventListener(event, resolve, { once: true })
    media.addEventListener('error', () => reject(media.error), { once: true })
    setTimeout(reject, patience, new Error('It cannot be played.'))
  })
}

/** A picture small enough for a thumbnail, less sharp or smaller where it must be. */
async function thumbnailOf(
  picture: CanvasImageSource,
  width: number,
  height: number,
): Promise<Blob | undefined> {
  for (const edge of [attachmentLimits.thumbnailEdge, 400, 240]) {
    const scale = Math.min(1, edge / Math.max(width, height))
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(width * scale)),
      Math.max(1, Math.round(height * scale)),
    )
    const pen = canvas.getContext('2d')!
    pen.imageSmoothingQuality = 'high'
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.82 })
    if (blob.size <= attachmentLimits.thumbnail) return blob
  }
  return undefined
}
