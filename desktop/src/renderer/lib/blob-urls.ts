/** One address for each blob, as long as the page lives or the blob does: what is shown twice is not loaded twice. */

const urls = new WeakMap<Blob, string>()

const ended = new FinalizationRegistry<string>(url => URL.revokeObjectURL(url))

/** What holds the blob on the screen has to hold the blob itself, too. */
export function blobUrl(blob: Blob): string {
  const known = urls.get(blob)
  if (known) return known
  const url = URL.createObjectURL(blob)
  urls.set(blob, url)
  ended.register(blob, url)
  return url
}
