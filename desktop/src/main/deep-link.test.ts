import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findDeepLink, parseDeepLink } from './deep-link.ts'

test('[BRI4] a link leads to a message, or to its room', () => {
  assert.deepEqual(parseDeepLink('chatter://chat.example.org/rooms/3/17'), {
    serverUrl: 'https://chat.example.org',
    roomId: 3,
    seq: 17,
  })
  assert.deepEqual(parseDeepLink('chatter://chat.example.org:8443/rooms/3'), {
    serverUrl: 'https://chat.example.org:8443',
    roomId: 3,
    seq: 0,
  })
  assert.equal(parseDeepLink('CHATTER://Chat.Example.ORG/rooms/3/')?.serverUrl, 'https://chat.example.org')
  assert.equal(parseDeepLink('chatter://채팅.kr/rooms/1')?.serverUrl, 'https://xn--ou6bo7j.kr')
})

test('[BRI4] servers of the house are reached without a certificate', () => {
  for (const host of ['localhost:3000', '127.0.0.1:3000', '192.168.0.7', '[::1]:3000', 'nas', 'chat.local'])
    assert.equal(parseDeepLink(`chatter://${host}/rooms/1/2`)?.serverUrl, `http://${host}`, host)
})

test('[BRI4] anything else leads nowhere', () => {
  const others = [
    'chatter://chat.example.org/',
    'chatter://chat.example.org/rooms/0/1',
    'chatter://chat.example.org/rooms/1/2/3',
    'chatter://chat.example.org/rooms/1e3',
    'chatter://chat.example.org/rooms/99999999999999999',
    'chatter:///rooms/1',
    'chatter://ada:secret@chat.example.org/rooms/1',
    'https://chat.example.org/rooms/1/2',
    'rooms/1',
    '',
  ]
  for (const link of others) assert.equal(parseDeepLink(link), undefined, link)
})

test('a link is found among the arguments of a program', () => {
  assert.equal(findDeepLink(['/usr/bin/chatter', '--no-sandbox', 'chatter://nas/rooms/4/5'])?.seq, 5)
  assert.equal(findDeepLink(['/usr/bin/chatter', '--no-sandbox', '.']), undefined)
})
