import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLoadedUnasked, languageOf, lookOf, readText, splitName } from './looks.ts'

const file = (name: string, type: string, more = {}) => ({ name, type, size: 1_000, ...more })

test('[FILE56] pictures, films, sounds and texts are shown; everything else is a file', () => {
  assert.equal(lookOf(file('a.png', 'image/png')), 'picture')
  assert.equal(lookOf(file('a.mp4', 'video/mp4')), 'film')
  assert.equal(lookOf(file('a.mp3', 'audio/mpeg')), 'sound')
  assert.equal(lookOf(file('a.ts', 'video/mp2t')), 'file')
  assert.equal(lookOf(file('a.ts', 'application/octet-stream')), 'text')
  assert.equal(lookOf(file('notes.txt', 'text/plain')), 'text')
  assert.equal(lookOf(file('a.pdf', 'application/pdf')), 'file')
  assert.equal(lookOf(file('a.tiff', 'image/tiff')), 'file')
  assert.equal(lookOf(file('a.png', 'image/png', { size: 90_000_000 })), 'file')
  assert.equal(lookOf(file('a.png', 'image/png', { size: 90_000_000, hasThumbnail: true })), 'picture')
})

test('[FILE86] a picture of too many pixels is a file, unless its thumbnail can stand for it', () => {
  const bomb = file('a.png', 'image/png', { width: 30_000, height: 30_000 })
  assert.equal(lookOf(bomb), 'file')
  assert.equal(lookOf({ ...bomb, hasThumbnail: true }), 'picture')
  assert.equal(isLoadedUnasked(bomb), false)
  assert.equal(lookOf({ ...bomb, width: 8_000, height: 5_000 }), 'picture')
})

test('[FILE56] drawings and pages are never shown, whatever they are called', () => {
  for (const [name, type] of [
    ['a.svg', 'image/svg+xml'],
    ['a.svg', 'text/plain'],
    ['a.html', 'text/html'],
    ['a.html', 'text/plain'],
    ['a.txt', 'text/html'],
    ['a.xhtml', 'application/xhtml+xml'],
  ] as const)
    assert.equal(lookOf(file(name, type)), 'file', `${name} ${type}`)
})

test('the ending tells the language of code', () => {
  assert.equal(languageOf('main.py', 'application/octet-stream'), 'python')
  assert.equal(languageOf('Makefile', ''), 'makefile')
  assert.equal(languageOf('x.bin', 'application/octet-stream'), undefined)
  assert.equal(languageOf('constructor', 'application/octet-stream'), undefined)
})

test('texts are read in the encodings that people have, and what is none is told from them', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  assert.equal(readText(bytes('한글\r\ntext'), false), '한글\ntext')
  assert.equal(readText(bytes('한글').subarray(0, 5), true), '한')
  assert.equal(readText(new Uint8Array([0xc7, 0xd1, 0xb1, 0xdb]), false), '한글')
  assert.equal(readText(new Uint8Array([0xff, 0xfe, 0x61, 0, 0x62, 0]), false), 'ab')
  assert.equal(readText(new Uint8Array([0x7f, 0x45, 0, 0]), false), null)
})

test('the end of a long name stays', () => {
  assert.deepEqual(splitName('report.pdf'), { start: 'report.pdf', end: '' })
  const { start, end } = splitName(`${'가'.repeat(100)}최종본.pdf`)
  assert.ok(end.endsWith('최종본.pdf') && start.startsWith('가가'))
})
