/** Finding people by what is typed, also while a Hangul syllable is still being composed. */

/**
 * Whether a name holds what was typed: without regard to case, by initial consonants (`ㄱㅅㅎ` finds 김수현), and with the
 * last syllable unfinished (`김ㅅ` and `깃` find 김수현 and 기수).
 */
export function nameHolds(name: string, typed: string): boolean {
  const wanted = typed.trim()
  if (wanted === '') return true
  if (isConsonantsOnly(wanted) && initialsOf(name).includes(wanted.replace(/\s/g, ''))) return true
  return toKeys(name).includes(toKeys(wanted))
}

/** Initial consonants in the order in which Unicode builds syllables. */
const initialConsonants = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'

function isConsonantsOnly(text: string): boolean {
  return [...text.replace(/\s/g, '')].every(letter => initialConsonants.includes(letter))
}

function initialsOf(name: string): string {
  const initials = [...name.normalize('NFC')].map(letter => {
    const index = letter.charCodeAt(0) - 0xac00
    return index >= 0 && index < 11_172 ? initialConsonants[Math.floor(index / 588)] : letter
  })
  return initials.join('').replace(/\s/g, '')
}

/** What finals and joined vowels are made of, as the keyboard types them: a syllable's end may become the next one's start. */
const finals =
  'ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(
    ' ',
  )
const vowels = 'ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ'.split(' ')

/** The keys that type a text on a two-set keyboard; other scripts stay as they are, folded. */
function toKeys(text: string): string {
  const folded = text.normalize('NFKD').toLowerCase().replace(/\s+/g, ' ')
  return folded.replace(/[\u1100-\u11C2]/g, jamo => {
    const code = jamo.charCodeAt(0)
    if (code >= 0x11a8) return finals[code - 0x11a8]!
    if (code >= 0x1161) return vowels[code - 0x1161] ?? jamo
    return initialConsonants[code - 0x1100] ?? jamo
  })
}
