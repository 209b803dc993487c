/** Texts as they are kept: one way to write what reads the same. */

/**
 * NFC, in a time that grows with the text alone. Marks on one letter are brought into their order by insertion, so a few thousand of
 * them would take seconds; after 30, which no language needs, a joiner ends their run, as in Unicode's Stream-Safe Text
 * Format (UAX #15, section 13). Done twice it changes nothing more.
 */
export function toNfc(text: string): string {
  return text.replace(endlessMarks, '$1\u034F').normalize('NFC')
}

/** U+034F itself is a mark that nothing is reordered over. */
const endlessMarks = /([\p{M}--\u034F]{30})(?=[\p{M}--\u034F])/gv
