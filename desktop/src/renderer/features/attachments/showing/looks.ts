/** In which form a file is shown. Pure. */
import type { Attachment } from '@chatter/shared/attachments.ts'
import { mostPixels } from '@chatter/shared/pictures.ts'

type Told = Pick<Attachment, 'name' | 'type' | 'size' | 'hasThumbnail' | 'width' | 'height'>

export type Look = 'picture' | 'film' | 'sound' | 'text' | 'file'

/** What Chromium draws without anything in it acting. SVG is a document, and a document may act. */
const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])
const films = new Set([
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
  'video/x-matroska',
  'video/x-m4v',
])
const sounds = /^audio\/(mpeg|mp3|mp4|x-m4a|m4a|aac|ogg|opus|webm|wav|x-wav|wave|flac|x-flac)$/

/** Larger ones are not loaded unasked, in bytes. */
const largestPicture = 50_000_000
/** A text is read from its beginning, so its size matters little; a dump of gigabytes is no text to read, though. */
const largestText = 20_000_000

export function lookOf(file: Told): Look {
  const { name, type, size, hasThumbnail } = file
  if (size === 0) return 'file'
  if (pictures.has(type)) return hasThumbnail || isLoadedUnasked(file) ? 'picture' : 'file'
  if (films.has(type)) return 'film'
  if (sounds.test(type)) return 'sound'
  return size <= largestText && languageOf(name, type) !== undefined ? 'text' : 'file'
}

/** What a picture has more of may still be looked at alone. What its sender's app did not measure, the app's own process does. */
export function isLoadedUnasked({ size, width = 0, height = 0 }: Told): boolean {
  return size <= largestPicture && width * height <= mostPixels.among
}

/** What the ending says of a text, as the highlighter calls it; empty where there is nothing to colour. */
const languages: Record<string, string> = {
  ...{
    txt: '',
    log: '',
    csv: '',
    tsv: '',
    srt: '',
    vtt: '',
    me: '',
    conf: 'ini',
    cfg: 'ini',
    ini: 'ini',
    env: 'ini',
  },
  ...{
    md: 'markdown',
    markdown: 'markdown',
    json: 'json',
    jsonl: 'json',
    yml: 'yaml',
    yaml: 'yaml',
    toml: 'ini',
  },
  ...{
    js: 'javascript',
    mjs: 'javascript',
    cjs: 'javascript',
    jsx: 'javascript',
    ts: 'typescript',
    tsx: 'typescript',
  },
  ...{
    py: 'python',
    rb: 'ruby',
    go: 'go',
    rs: 'rust',
    java: 'java',
    kt: 'kotlin',
    swift: 'swift',
    scala: '',
  },
  ...{
    c: 'c',
    h: 'c',
    cc: 'cpp',
    cpp: 'cpp',
    hpp: 'cpp',
    cs: 'csharp',
    m: 'objectivec',
    php: 'php',
    pl: 'perl',
  },
  ...{
    sh: 'bash',
    bash: 'bash',
    zsh: 'bash',
    fish: '',
    ps1: '',
    bat: '',
    sql: 'sql',
    css: 'css',
    scss: 'scss',
  },
  ...{
    less: 'less',
    diff: 'diff',
    patch: 'diff',
    lua: 'lua',
    r: 'r',
    xml: 'xml',
    graphql: 'graphql',
    dockerfile: '',
  },
  ...{
    makefile: 'makefile',
    mk: 'makefile',
    gradle: '',
    properties: 'ini',
    tex: '',
    rst: '',
    adoc: '',
    proto: '',
  },
}

const textTypes = new Set(['application/json', 'application/xml', 'application/x-yaml', 'application/toml'])

/** The language of a text file; undefined for what is none. Pages and drawings are documents that act: they are only files. */
export function languageOf(name: string, type: string): string | undefined {
  const ending = name.toLowerCase().split('.').at(-1) ?? ''
  if (['html', 'htm', 'xhtml', 'svg', 'svgz', 'mht', 'mhtml'].includes(ending)) return undefined
  if (/html|svg/.test(type)) return undefined
  const known = Object.hasOwn(languages, ending) ? languages[ending] : undefined
  if (known !== undefined && !/^(image|video|audio)\//.test(type)) return known
  return type.startsWith('text/') || textTypes.has(type) ? '' : undefined
}

/** The words of a text's first bytes; null when they are none. Older Korean files are not in UTF-8. */
export function readText(bytes: Uint8Array<ArrayBuffer>, isCut: boolean): string | null {
  if (bytes.subarray(0, 4_096).includes(0) && !isUtf16(bytes)) return null
  const encodings = isUtf16(bytes) ? [bytes[0] === 0xff ? 'utf-16le' : 'utf-16be'] : ['utf-8', 'euc-kr']
  for (const encoding of encodings) {
    try {
      // Where the file is cut, its last character may be, too.
      return new TextDecoder(encoding, { fatal: true })
        .decode(bytes, { stream: isCut })
        .replace(/\r\n?/g, '\n')
    } catch {}
  }
  return new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n')
}

const isUtf16 = ([a, b]: Uint8Array) => (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)

/** The name in two parts, of which the second is never cut: `a very long na…` `me.pdf`. */
export function splitName(name: string): { start: string; end: string } {
  const letters = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment)
  if (letters.length < 24) return { start: name, end: '' }
  return { start: letters.slice(0, -10).join(''), end: letters.slice(-10).join('') }
}
