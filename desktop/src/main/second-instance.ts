/** What a second app of a profile and the first one say to each other. Pure, so that who started the second can read it. */

/** The second prints this before it ends. */
export const wasOpenWords = 'Chatter is open already.'

/** What the second hands over: for which server it was started, if for one. */
export type HandedOver = { serverUrl: string | null }

/** Reads what another app handed over, which may be of another version. */
export function readHandedOver(data: unknown): HandedOver {
  const serverUrl = (data as Partial<HandedOver> | null | undefined)?.serverUrl
  return { serverUrl: typeof serverUrl === 'string' && URL.canParse(serverUrl) ? serverUrl : null }
}
