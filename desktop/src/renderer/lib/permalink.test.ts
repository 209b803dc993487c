import assert from 'node:assert/strict'
import test from 'node:test'
import { findHere, isSameHost, parsePermalink, permalinkTo, splitPermalinks } from './permalink.ts'

test('[NAV1] a link leads to the message that it was copied from', () => {
  const link = permalinkTo('http://127.0.0.1:4000', 3, 17)
  assert.equal(link, 'chatter://127.0.0.1:4000/rooms/3/17')
  assert.deepEqual(parsePermalink(link), { host: '127.0.0.1:4000', roomId: 3, seq: 17 })
  assert.deepEqual(parsePermalink(permalinkTo('https://chat.example.org', 3)), {
    host: 'chat.example.org',
    roomId: 3,
    seq: undefined,
  })
})

test('[NAV1] a link to another server leads nowhere here', () => {
  const here = 'https://chat.example.org'
  assert.equal(findHere(' chatter://Chat.Example.org/rooms/3/17\n', here)?.seq, 17)
  for (const link of [
    'chatter://other.example.org/rooms/3/17',
    'https://chat.example.org/rooms/3',
    'chatter://chat.example.org/rooms/0',
    '',
  ])
    assert.equal(findHere(link, here), undefined, link)
})

test('[NAV1] a link from outside leads here, however this server is reached', () => {
  for (const [guess, here] of [
    ['https://chat.example.org:4680', 'http://chat.example.org:4680'],
    ['http://nas.local', 'https://nas.local'],
    ['https://example.org', 'https://example.org/chat'],
  ] as const)
    assert.ok(isSameHost(guess, here), here)
  assert.ok(!isSameHost('https://other.example.org', 'https://chat.example.org'))
})

test('[NAV1] links to rooms of this server are found in what somebody wrote', () => {
  const here = 'https://chat.example.org'
  const link = 'chatter://chat.example.org/rooms/3/17'
  const found = { host: 'chat.example.org', roomId: 3, seq: 17, link }
  assert.deepEqual(splitPermalinks(`보세요: ${link}에서, please.`, here), [
    '보세요: ',
    found,
    '에서, please.',
  ])
  for (const text of ['chatter://other.example.org/rooms/3', 'chatter://chat.example.org/rooms/3/4/5', 'x'])
    assert.deepEqual(splitPermalinks(text, here), [text])
})
