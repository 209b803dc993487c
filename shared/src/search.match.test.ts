import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Attachment } from './attachments.ts'
import { excerptAround, findHits, matchesText, parseTerms, searchedText } from './search.match.ts'

const finds = (query: string, text: string) => matchesText(text, parseTerms(query))
const marked = (query: string, text: string) =>
  findHits(text, parseTerms(query)).map(({ start, end }) => text.slice(start, end))

test('[SRCH1] words are found where a word begins, whatever their case and width', () => {
  for (const [query, text] of [
    ['hello', 'Hello, world'],
    ['hel', 'oh hello'],
    ['API', '우리api서버'],
    ['ａｐｉ', 'the API'],
    ['api', 'ＡＰＩ'],
    ['3699', 'see PLT-3699'],
    ['bar', 'foo_bar'],
    ['ΟΔΟΣ', 'οδος'],
    ['istanbul', 'İstanbul'],
    ['привет', 'Привет, мир'],
    ['café', 'Cafe\u0301 noir'],
  ] as const)
    assert.ok(finds(query, text), `${query} in ${text}`)
  for (const [query, text] of [
    ['ello', 'hello'],
    ['lt', 'PLT-3699'],
    ['699', 'PLT-3699'],
    ['ривет', 'Привет'],
    ['2', 'v2'],
    ['cafe', 'café'],
  ] as const)
    assert.ok(!finds(query, text), `${query} in ${text}`)
})

test('[SRCH1] Hangul, Kana, Han and Thai are found anywhere', () => {
  for (const [query, text] of [
    ['젝트', '프로젝트가 끝났어요'],
    ['합니', '감사합니다'],
    ['ㅋㅋ', '하ㅋㅋㅋㅜ'],
    ['ガド', 'バンガド'],
    ['ｶﾞﾄﾞ', 'バンガド'],
    ['京都', '東京都'],
    ['ซื้อ', 'ฉันซื้อของ'],
    ['서버', 'API서버'],
    ['가', '우리가'],
  ] as const)
    assert.ok(finds(query, text), `${query} in ${text}`)
  assert.ok(!finds('프젝', '프로젝트'))
})

test('[SRCH1] codes, addresses and names with signs are found as they are written', () => {
  const text = 'PLT-3699 runs foo_bar at 10.0.1.7:80 with C++ & .env #12'
  for (const query of [
    'plt-3699',
    'PLT-36',
    '10.0.1.7',
    '0.1.7',
    'foo_bar',
    'C++',
    '.env',
    '#12',
    '10.0.1.7:8',
  ])
    assert.ok(finds(query, text), query)
  for (const query of ['PLT3699', '10.0.1.8', '10a0', 'foo-bar', 'C--', 'plt 3698'])
    assert.ok(!finds(query, text), query)
})

test('[SRCH1] all terms must be there; quotes keep words together', () => {
  assert.ok(finds('회의 tomorrow', 'Tomorrow is the 주간회의'))
  assert.ok(!finds('회의 yesterday', 'Tomorrow is the 주간회의'))
  assert.ok(finds('"the weekly meeting"', 'Is the  weekly\nmeeting on?'))
  assert.ok(!finds('"weekly the"', 'the weekly meeting'))
  assert.ok(finds('“주간 회의”', '이번 주간 회의는'))
  assert.ok(finds('"still typ', 'I am still typing'))
  assert.deepEqual(parseTerms('  "" “” ').length, 0)
  assert.ok(finds('', 'anything'))
})

test('hits name the places in the text as it is written', () => {
  assert.deepEqual(marked('api 서버', 'API서버와 ＡＰＩ, 서버api'), ['API서버', 'ＡＰＩ', '서버api'])
  assert.deepEqual(marked('ガガ', 'ｶﾞｶﾞ😀ガガ'), ['ｶﾞｶﾞ', 'ガガ'])
  assert.deepEqual(marked('나다', '가나다 x'.normalize('NFD')), ['나다'.normalize('NFD')])
  assert.deepEqual(marked('aa', 'aaaa aa baa'), ['aa', 'aa'])
})

test('[SRCH10] the names of files are searched beside the words, and no phrase reaches from one into the other', () => {
  const attachments = ['분기 보고서.pdf', 'summer_plan.txt'].map(name => ({ name }) as Attachment)
  const holds = (query: string) =>
    matchesText(searchedText({ body: 'about spring', attachments }), parseTerms(query))
  for (const query of ['spring', '고서', 'plan', 'spring 보고', '보고 plan', '"분기 보고서"', 'pdf'])
    assert.ok(holds(query), query)
  for (const query of ['"spring 분기"', '"pdf summer"', '서p', 'lan', 'winter'])
    assert.ok(!holds(query), query)
})

test('an excerpt shows the first hit with what is around it, cut between words', () => {
  const text = `${'before '.repeat(60)}needle ${'after '.repeat(60)}`
  const excerpt = excerptAround(text, findHits(text, parseTerms('needle')), 100)
  assert.ok(excerpt.text.length <= 100 && excerpt.isCutBefore && excerpt.isCutAfter)
  assert.match(excerpt.text, /^before .*needle after.* after$/)
  assert.deepEqual(
    excerpt.hits.map(({ start, end }) => excerpt.text.slice(start, end)),
    ['needle'],
  )
  const short = excerptAround('하나 둘', [{ start: 0, end: 2 }], 100)
  assert.deepEqual(short, {
    text: '하나 둘',
    hits: [{ start: 0, end: 2 }],
    isCutBefore: false,
    isCutAfter: false,
  })
  const long = '가'.repeat(500)
  const whole = excerptAround(long, [{ start: 0, end: 500 }], 100)
  assert.deepEqual(whole, {
    text: '가'.repeat(100),
    hits: [{ start: 0, end: 100 }],
    isCutBefore: false,
    isCutAfter: true,
  })
})
