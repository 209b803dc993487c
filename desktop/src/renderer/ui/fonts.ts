/** One letter of each font file that almost every screen needs: Latin, and the most frequent Hangul. */
const frequentLetters = 'a가나감같'

const weights = { regular: 400, bold: 600 } as const

/** How long the first paint may wait for them, in milliseconds: they come from the app's own files. */
const patience = 300

/**
 * Reads those files while other things are read. A first layout without them would search the system for letters to stand
 * in, and be thrown away a moment later: that costs more than the files.
 */
export function readFonts(): Promise<unknown> {
  const read = Object.values(weights).map(weight => load(weight, frequentLetters))
  return Promise.race([Promise.all(read), new Promise(resolve => setTimeout(resolve, patience))])
}

/** Makes the rarer letters known, once the first screen is painted. */
export function readOtherFonts(): void {
  setTimeout(() => void import('./fonts-rest.css'), 500)
}

/**
 * Reads the files of letters that are about to be shown: whoever meets them without their files waits for stand-ins first, and for a
 * second layout when they have come.
 */
export function readFontsOf({ regular, bold }: { regular: string; bold: string }): void {
  for (const files of [load(weights.regular, regular), load(weights.bold, bold)]) files.catch(() => {})
}

function load(weight: number, letters: string): Promise<unknown> {
  return document.fonts.load(`${weight} 15px Pretendard`, letters)
}
