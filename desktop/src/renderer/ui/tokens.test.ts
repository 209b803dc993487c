import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { contrast } from '../lib/contrast.ts'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')
const [, lightBlock = '', darkBlock = ''] = css.split(/:root(?:\[data-theme=.dark.\])? \{/)

function colorsOf(block: string): Record<string, string> {
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(match => [match[1], match[2]]),
  )
}

const surfaces = ['canvas', 'sidebar', 'raised', 'sunken', 'hover', 'accent-soft'] as const
const texts = ['text', 'text-soft'] as const

for (const [theme, block] of [
  ['light', lightBlock],
  ['dark', darkBlock],
] as const) {
  const colors = colorsOf(block)
  const reads = (text: string, surface: string, least: number) => {
    const ratio = contrast(colors[text]!, colors[surface]!)
    assert.ok(ratio >= least, `${theme}: ${text} on ${surface} is ${ratio.toFixed(2)}, not ${least}`)
  }

  test(`Text can be read in the ${theme} theme`, () => {
    for (const surface of surfaces) for (const text of texts) reads(text, surface, 4.5)
    for (const surface of ['canvas', 'sidebar', 'raised', 'sunken', 'hover'])
      reads('text-faint', surface, 4.5)
    for (const surface of ['canvas', 'sidebar', 'raised', 'hover', 'highlight'])
      reads('accent-text', surface, 4.5)
    for (const surface of ['canvas', 'raised', 'bad-soft']) reads('bad', surface, 4.5)
    for (const surface of ['canvas', 'raised', 'warn-soft']) reads('warn', surface, 4.5)
    for (const surface of ['canvas', 'raised']) reads('good', surface, 4.5)
    for (const surface of ['warn-soft', 'bad-soft', 'highlight', 'pressed']) reads('text', surface, 4.5)
    for (const kind of ['keyword', 'string', 'number', 'name', 'type']) reads(`code-${kind}`, 'sunken', 4.5)
    for (const surface of ['accent', 'accent-hover']) reads('on-accent', surface, 4.5)
  })

  test(`Controls, focus and presence can be seen in the ${theme} theme`, () => {
    for (const surface of ['canvas', 'raised']) reads('field-line', surface, 3)
    for (const surface of ['canvas', 'sidebar', 'raised', 'accent-soft']) reads('accent-text', surface, 3)
    for (const surface of ['canvas', 'sidebar'])
      for (const state of ['online', 'away', 'offline']) reads(state, surface, state === 'online' ? 3 : 2.4)
  })
}
