import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createHeadWatch } from './form.heads.ts'

const type = 'multipart/form-data; boundary=x'
const disposition = 'content-disposition: form-data; name="file"; filename="a.txt"'
const part = (head: string, body = 'some bytes') => `--x\r\n${head}\r\n\r\n${body}\r\n`

/** Shows a form in pieces that end at these places. */
function show(form: string, ends: readonly number[] = []) {
  const watch = createHeadWatch(type)
  const bytes = Buffer.from(form, 'latin1')
  const places = [0, ...ends.filter(end => end < bytes.length).sort((a, b) => a - b), bytes.length]
  for (let n = 1; n < places.length; n++) watch(bytes.subarray(places[n - 1], places[n]))
}

const good = `${part('content-disposition: form-data; name="size"', '5')}${part(`${disposition}\r\ncontent-type: text/plain`)}--x--\r\n`
const bad: [string, RegExp][] = [
  [part(`${disposition}\r\n${disposition.replace('a.txt', 'b.txt')}`), /twice/],
  [part(`${disposition}; filename="b.txt"`), /twice/],
  [part(`${disposition}\r\nContent-Type: multipart/mixed; boundary=y`), /form of its own/],
  [part(`${disposition}\r\nx-y: ${'z'.repeat(9_000)}`), /longer than 8 KiB/],
  [`--x\r\n${disposition}\r\nx-y: ${'z'.repeat(9_000)}`, /longer than 8 KiB/],
]

test('[FILE6] heads of parts are looked at, in whatever pieces they come', () => {
  const ends = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 12 })
  fc.assert(
    fc.property(ends, ends => {
      show(good, ends)
      for (const [form, says] of bad) {
        assert.throws(() => show(good.replace('--x--\r\n', form), ends), {
          code: 'upload_broken',
          message: says,
        })
        assert.throws(() => show(form, ends), { message: says })
      }
    }),
  )
})

test('[FILE6] what the body of a part holds is its own affair, and what follows the last one nobody’s', () => {
  show(part(disposition, `${disposition}\r\n${disposition}\r\n\r\n${'z'.repeat(20_000)}`))
  show(`${good}--x\r\n${disposition}\r\n${disposition}\r\n\r\n`)
  show(`${part(disposition, '')}--x--\r\n`)
})
