/** How a downloaded file may be called. Pure. */
import { parseFileName } from '@chatter/shared/attachments.ts'

/** Most systems take no longer names, in bytes; what is added to them here fits into the rest. */
const longest = 255 - '.part'.length - ' (9999)'.length

/** The name as every system takes it. The page says what the server said, which may be no server of ours. */
export function safeName(name: string): string {
  try {
    return shorten(parseFileName([...name].slice(-255).join('')))
  } catch {
    return 'file'
  }
}

/** The name for the n-th file that is called so: `report.pdf`, `report (2).pdf`. */
export function numbered(name: string, n: number): string {
  if (n === 1) return name
  const { stem, ending } = split(name)
  return `${stem} (${n})${ending}`
}

/** What would run when it is opened. Such files are shown in their folder, and opened by whoever knows what they do. */
export function isProgram(name: string): boolean {
  return programs.has(name.toLowerCase().split('.').at(-1) ?? '')
}

const programs = new Set(
  (
    'action apk app appimage appref-ms application appx appxbundle bat bin bash cmd com command cpl csh deb desktop ' +
    'dll dmg exe fish flatpakref gadget hta inf ins inx iso jar jnlp js jse ksh lnk mam msc msi msix msixbundle msp mst ' +
    'osx out pif pkg pl prg ps1 psm1 py pyc pyw rb reg rpm run scf scpt scr settingcontent-ms sh shb shs snap sys tcsh ' +
    'tool u3p url vb vbe vbs vbscript website workflow ws wsf wsh xll zsh'
  ).split(' '),
)

/** Cut between characters, and before the ending. */
function shorten(name: string): string {
  const { stem, ending } = split(name)
  let short = ''
  let left = longest - Buffer.byteLength(ending)
  for (const { segment } of new Intl.Segmenter().segment(stem)) {
    left -= Buffer.byteLength(segment)
    if (left < 0) return `${short.trimEnd() || 'file'}${ending}`
    short += segment
  }
  return name
}

function split(name: string): { stem: string; ending: string } {
  const [, stem = name, ending = ''] = /^(.+?)((?:\.tar)?\.[\p{L}\p{N}]{1,12})$/u.exec(name) ?? []
  return { stem, ending }
}
