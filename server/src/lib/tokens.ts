import { createHash, randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** A new session token: 256 random bits, so that it cannot be guessed and its hash needs no salt. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps of a token. Whoever reads the database cannot log in with it. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** The token that a request brings, if it brings one. Whether it opens anything is another question. */
export function bearerToken({ headers }: { headers: IncomingHttpHeaders }): string | undefined {
  const [scheme, token] = headers.authorization?.split(' ') ?? []
  return scheme?.toLowerCase() === 'bearer' ? token : undefined
}
