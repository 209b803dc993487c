import assert from 'node:assert/strict'
import test from 'node:test'
import { en, ko } from './texts.ts'

type Texts = Record<string, Record<string, string>>

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]).sort()

for (const [noun, texts] of Object.entries(en as Texts))
  test(`The words of ${noun} are whole in both languages`, () => {
    const translated = (ko as Texts)[noun] ?? {}
    const singulars = Object.keys(texts).filter(key => key.endsWith('_one'))
    for (const key of singulars) assert.ok(`${key.slice(0, -4)}_other` in texts, `${key} has no plural`)
    assert.deepEqual(
      Object.keys(translated).sort(),
      Object.keys(texts)
        .filter(key => !key.endsWith('_one'))
        .sort(),
    )
    for (const [key, text] of Object.entries(translated)) {
      assert.deepEqual(placeholders(text), placeholders(texts[key]!), key)
      assert.ok(text.trim() && texts[key]!.trim(), key)
    }
  })
