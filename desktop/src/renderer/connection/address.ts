/** The port of a Chatter server that nobody configured. */
const defaultPort = 4680

/**
 * The base URLs that an address typed by a person may mean, the likeliest first: `chat.example.org`, `localhost:4680`,
 * `https://example.org/chat`. An address on the person's own network is taken for http first, any other for https.
 * Returns none for what is no address.
 */
export function serverUrlsOf(typed: string): string[] {
  const address = typed.trim()
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase()
  if (scheme) return scheme === 'http' || scheme === 'https' ? asList(baseUrl(address)) : []
  const plain = baseUrl(`http://${address}`)
  if (!plain) return []
  const secure = plain.replace(/^http:/, 'https:')
  const url = new URL(plain)
  if (!isPrivateName(url.hostname)) return [secure, plain]
  // `http://host:80` loses its port as a URL, so the typed text tells whether one was given.
  const hasPort = /:\d+(\/|$)/.test(address)
  return hasPort ? [plain, secure] : [withPort(url), plain, secure]
}

/** Whether what is said to this server can be read on the way: plain http beyond this machine. */
export function isExposed(serverUrl: string): boolean {
  const { protocol, hostname } = new URL(serverUrl)
  return protocol === 'http:' && !isLoopback(hostname)
}

/** The URL without query, fragment, credentials and final slash; undefined for what is no URL. */
function baseUrl(text: string): string | undefined {
  if (/\s/.test(text) || !URL.canParse(text)) return undefined
  const { origin, pathname, hostname } = new URL(text)
  return hostname === '' ? undefined : origin + pathname.replace(/\/+$/, '')
}

function withPort(url: URL): string {
  return `${url.protocol}//${url.hostname}:${defaultPort}${url.pathname.replace(/\/+$/, '')}`
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname)
}

/** Names and addresses that only a person's own network knows. */
function isPrivateName(hostname: string): boolean {
  if (isLoopback(hostname)) return true
  if (
    /^(10(\.\d+){3}|192\.168(\.\d+){2}|169\.254(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2})$/.test(hostname)
  )
    return true
  if (/^\[(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/i.test(hostname)) return true
  return !/[.[]/.test(hostname) || /\.(local|lan|internal|intranet|home|home\.arpa|test)$/i.test(hostname)
}

function asList(url: string | undefined): string[] {
  return url ? [url] : []
}
