/** Hangul as the keyboard types it, so that what is typed can be compared while a syllable is still unfinished. */

/** Initial consonants in the order in which Unicode builds syllables. */
export const initialConsonants = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'

/** What finals and joined vowels are made of: a syllable's end may become the next one's start. */
const finals =
  'ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(
    ' ',
  )
const vowels = 'ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ'.split(' ')

/** The keys that type a text on a two-set keyboard; other scripts are folded: no case, no width. */
export function toKeys(text: string): string {
  if (isPlain.test(text)) return text.toLowerCase()
  const folded = text.normalize('NFKD').toLowerCase()
  return folded.replace(/[\u1100-\u11C2]/g, jamo => {
    const code = jamo.charCodeAt(0)
    if (code >= 0x11a8) return finals[code - 0x11a8]!
    if (code >= 0x1161) return vowels[code - 0x1161] ?? jamo
    return initialConsonants[code - 0x1100] ?? jamo
  })
}

/** Vowels follow the consonant of their syllable; nothing begins with one. */
export function isVowelKey(key: number): boolean {
  return key >= 0x314f && key <= 0x3163
}

const isPlain = /^[\x20-\x7e]*$/
