/** Text that is to be found as it is by a `LIKE … ESCAPE '!'`. */
export function escapeLike(text: string): string {
  return text.replace(/[!%_]/g, '!$&')
}
