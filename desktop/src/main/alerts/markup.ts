/** On Linux a body is markup: without this, "a < b" would lose its end, and a message could dress up as a link. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
