import assert from 'node:assert/strict'
import test from 'node:test'
import { findLinks } from './links.ts'

const linksIn = (text: string) => findLinks(text).flatMap(({ text, url }) => (url ? [[text, url]] : []))

test('[SEC4] only http, https and mailto become links', () => {
  assert.deepEqual(linksIn('see https://example.org/a and http://example.org'), [
    ['https://example.org/a', 'https://example.org/a'],
    ['http://example.org', 'http://example.org/'],
  ])
  for (const text of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'chatter://room/1',
    'ftp://a.b',
  ])
    assert.deepEqual(linksIn(text), [], text)
})

test('The text comes back whole, whatever is in it', () => {
  for (const text of [
    '',
    'a\nb',
    'x https://a.org. y',
    '(https://a.org/b_(c))',
    'ada@example.org,grace@example.org',
  ])
    assert.equal(
      findLinks(text)
        .map(part => part.text)
        .join(''),
      text,
    )
})

test('Punctuation around an address stays outside', () => {
  assert.deepEqual(linksIn('(see https://example.org/a).')[0]?.[0], 'https://example.org/a')
  assert.deepEqual(
    linksIn('https://en.wikipedia.org/wiki/Ada_(name)!')[0]?.[0],
    'https://en.wikipedia.org/wiki/Ada_(name)',
  )
  assert.deepEqual(linksIn('「https://example.org」')[0]?.[0], 'https://example.org')
  assert.deepEqual(linksIn('https://example.org/a?b=c&d=1#e, and')[0]?.[0], 'https://example.org/a?b=c&d=1#e')
})

test('A bracket that was opened inside stays, and one that was not does not, however many close', () => {
  const ends = {
    'https://x.test/a(b)))': 'https://x.test/a(b)',
    'https://x.test/(a)).」': 'https://x.test/(a)',
    'https://x.test/[a(b)]).]': 'https://x.test/[a(b)]',
    'https://x.test/a)b)': 'https://x.test/a)b',
    'https://x.test/a을),)': 'https://x.test/a',
    'https://x.test/a을을': 'https://x.test/a을을',
  }
  for (const [written, wanted] of Object.entries(ends)) assert.equal(linksIn(written)[0]?.[0], wanted)
})

test('A Korean particle written onto an address stays outside, a Korean path inside', () => {
  assert.equal(linksIn('https://example.org을 보세요')[0]?.[0], 'https://example.org')
  assert.equal(linksIn('https://example.org/a에서 받아요')[0]?.[0], 'https://example.org/a')
  assert.equal(
    linksIn('https://ko.wikipedia.org/wiki/한국 참고')[0]?.[0],
    'https://ko.wikipedia.org/wiki/한국',
  )
  assert.equal(linksIn('grace@example.org로 보내요')[0]?.[1], 'mailto:grace@example.org')
})

test('Mail addresses become mailto links', () => {
  assert.deepEqual(linksIn('ask ada.l+x@mail.example.org.'), [
    ['ada.l+x@mail.example.org', 'mailto:ada.l+x@mail.example.org'],
  ])
  assert.deepEqual(linksIn('not@anaddress'), [])
})

test('A long text is searched quickly, with links and without', () => {
  const start = process.cpuUsage()
  findLinks('a.'.repeat(10_000))
  findLinks(`${'a'.repeat(19_999)}@`)
  findLinks('http://'.repeat(2_800))
  findLinks(`https://x.test/${'.'.repeat(39_900)}a`)
  findLinks(`https://x.test/${')'.repeat(19_900)}`)
  assert.ok(process.cpuUsage(start).user < 1_000_000)
})
