import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usernameKey } from './accounts.ts'
import { findMentionSpans, findMentionTokens } from './mentions.ts'

const people = ['ada', 'grace.hopper', '길동', '홍길동', '길동이', 'Ádám', '太郎', 'ab', 'room']

function mentioned(body: string, known = people): string[] {
  const keys = new Map(known.map(name => [usernameKey(name), name]))
  return findMentionSpans(body, key => keys.get(key)).map(({ start, end, who }) => {
    assert.equal(body[start], '@')
    assert.equal(usernameKey(body.slice(start + 1, end)), usernameKey(who))
    return who
  })
}

test('[MEN1] a name behind an @ mentions, in any case and script, with what punctuation follows', () => {
  const bodies: [string, string[]][] = [
    ['@ada', ['ada']],
    ['hello @ADA, and @ａｄａ!', ['ada', 'ada']],
    ['(@ada) "@ada": @ada... @ada?', ['ada', 'ada', 'ada', 'ada']],
    ['@grace.hopper. Yes', ['grace.hopper']],
    ['@ada/@grace.hopper', ['ada', 'grace.hopper']],
    ['**@ada** and\n> @길동', ['ada', '길동']],
    ['@Ádám'.normalize('NFD'), ['Ádám']],
    ['@room', ['room']],
    ['cc:@ada', ['ada']],
  ]
  for (const [body, names] of bodies) assert.deepEqual(mentioned(body), names, body)
})

test('[MEN1] a name ends before a particle or an honorific, and the longest name wins', () => {
  const bodies: [string, string[]][] = [
    ['@길동님', ['길동']],
    ['@길동님께서 말했어요', ['길동']],
    ['@홍길동님이', ['홍길동']],
    ['@길동이', ['길동이']],
    ['@길동이가', ['길동이']],
    ['@ada에게 물어봐', ['ada']],
    ['@ada님, @길동아!', ['ada', '길동']],
    ['안녕@ada', ['ada']],
    ['@太郎さん', ['太郎']],
    ['@adaさん', ['ada']],
    ['@room에', ['room']],
  ]
  for (const [body, names] of bodies) assert.deepEqual(mentioned(body), names, body)
})

test('[MEN1] a part of another name mentions nobody', () => {
  for (const body of ['@adam', '@ada.lovelace', '@ada_b', '@abc', '@길동산성', '@grace', '@ada2', '@a', '@'])
    assert.deepEqual(mentioned(body), [], body)
})

test('[MEN1] names before many particles, and endless ones, are read in passing', () => {
  assert.deepEqual(mentioned('@길동님에게서만은요'), ['길동'])
  for (const [piece, end] of [
    ['이나', 'ㅠㅠ'],
    ['이', 'ㅠ'],
    ['들은요', '!?'],
    ['에게서', '산'],
    ['a.', ''],
  ] as const)
    for (const start of ['@민수', '@ada ', '@ada '.repeat(100)]) mentioned(start + piece.repeat(6_000) + end)
})

test('[MEN2] nothing is mentioned in code, in addresses, or behind a back-slash', () => {
  const bodies = [
    '`@ada`',
    '``a ` @ada``',
    'a `b\n@ada` c',
    '```\n@ada\n```',
    '~~~ts\n@ada',
    '  ````\n```\n@ada\n````',
    'mail@ada',
    'a.b+c@ada.example',
    'x_@ada',
    'https://host/@ada',
    '<https://user:secret@ada/x>',
    '[link](http://host/?q=@ada)',
    'www.host/@ada',
    'mailto:@ada',
    '\\@ada',
    '@@ada',
  ]
  for (const body of bodies) assert.deepEqual(mentioned(body), [], body)
})

test('[MEN2] what only looks like code or an address does not hide a mention', () => {
  const bodies = [
    'a ` b @ada',
    '\\`@ada\\`',
    '``` code ``` and @ada',
    'a `b\n\n@ada` c',
    '```\ncode\n```\n@ada',
    '(https://host) @ada',
    'https://host/a @ada',
  ]
  for (const body of bodies) assert.ok(mentioned(body).includes('ada'), body)
})

test('[MEN2] hostile bodies are read in a moment', () => {
  const begun = process.cpuUsage()
  for (const piece of ['@', '`', '@a', '``` ', 'a@', '@가', '~~~\n', 'http://', '\\', '@길동님', '` ``'])
    findMentionTokens(piece.repeat(Math.floor(20_000 / piece.length)))
  findMentionTokens(`${'`'.repeat(10_000)}@${'가'.repeat(9_000)}`)
  assert.ok(process.cpuUsage(begun).user < 1_000_000)
})
