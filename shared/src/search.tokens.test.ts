import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchesText, parseTerms } from './search.match.ts'
import { addTokens, longestToken, requiredTokens } from './search.tokens.ts'

const texts = [
  '프로젝트가 끝났어요. PLT-3699 배포 완료!',
  'foo_bar at 10.0.1.7:8080, see https://wiki.example.com/a?b=c',
  '東京都で会議があります。カタカナ・ガイド ｶﾞｲﾄﾞ',
  '我们明天开会讨论项目𠮷野家',
  'Привет, мир! Ünïcödé naïve café',
  'ㅋㅋㅋ 하하 😀👍🏽 → okay',
  'a '.repeat(20) + 'w'.repeat(500),
  'ฉันซื้อของที่ตลาด',
  'what when where who will with www the and',
]

const tokensOf = (text: string) => {
  const tokens = new Set<string>()
  addTokens(text, tokens)
  return tokens
}

function suggests(text: string, query: string): boolean {
  const tokens = [...tokensOf(text)]
  return requiredTokens(parseTerms(query)).every(({ token, isPrefix }) =>
    tokens.some(one => (isPrefix ? one.startsWith(token) : one === token)),
  )
}

test('[SRCH2] a token is plain for every database: ASCII, long enough, short enough, never a stop word', () => {
  for (const text of texts)
    for (const token of tokensOf(text)) {
      assert.match(token, /^q[btws][a-z0-9]+$/)
      assert.ok(token.length >= 3 && token.length <= longestToken, token)
    }
})

test('[SRCH2] what is found in a text is suggested by its tokens: every piece of every text', () => {
  let found = 0
  for (const text of texts) {
    const points = [...text]
    for (let start = 0; start < points.length; start++)
      for (const length of [1, 2, 3, 4, 7, 15, 80]) {
        const piece = points.slice(start, start + length).join('')
        for (const query of [piece, `"${piece}"`, piece.toUpperCase()])
          if (matchesText(text, parseTerms(query))) {
            found++
            assert.ok(suggests(text, query), `${query} in ${text}`)
          }
      }
  }
  assert.ok(found > 2_000, `${found} pieces`)
})

test('the tokens of a query are few, and tell much', () => {
  assert.deepEqual(requiredTokens(parseTerms('젝트')), [{ token: 'qbrmktpz', isPrefix: false }])
  assert.equal(requiredTokens(parseTerms('프로젝트')).length, 2)
  assert.deepEqual(requiredTokens(parseTerms('PLT-3699')), [
    { token: 'qwplt', isPrefix: false },
    { token: 'qw3699', isPrefix: true },
  ])
  assert.deepEqual(
    requiredTokens(parseTerms('10.0.1.7')).map(({ token }) => token),
    ['qw10', 'qw0', 'qw1'],
  )
  assert.deepEqual(requiredTokens(parseTerms('a')), [{ token: 'qwa', isPrefix: true }])
  assert.deepEqual(requiredTokens(parseTerms('-> !!')), [])
  assert.equal(requiredTokens(parseTerms('가나다라마바사아자차카타파하거너더러머버')).length, 8)
})
