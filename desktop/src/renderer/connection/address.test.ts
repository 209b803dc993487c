import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isExposed, serverUrlsOf } from './address.ts'

test('a public name is tried encrypted first', () => {
  assert.deepEqual(serverUrlsOf(' chat.example.org '), [
    'https://chat.example.org',
    'http://chat.example.org',
  ])
  assert.deepEqual(serverUrlsOf('8.8.8.8:4680'), ['https://8.8.8.8:4680', 'http://8.8.8.8:4680'])
})

test('a private name is tried plain first, at the usual port when none is given', () => {
  assert.deepEqual(serverUrlsOf('localhost:4680'), ['http://localhost:4680', 'https://localhost:4680'])
  assert.deepEqual(serverUrlsOf('192.168.0.7:80'), ['http://192.168.0.7', 'https://192.168.0.7'])
  for (const name of ['localhost', 'chat', 'chat.local', '10.1.2.3', '172.20.0.1', '[::1]', '[fd00::1]'])
    assert.deepEqual(serverUrlsOf(name), [`http://${name}:4680`, `http://${name}`, `https://${name}`])
})

test('a written scheme is kept, a path too, and the rest of a URL goes', () => {
  assert.deepEqual(serverUrlsOf('HTTP://Chat.Example.org/'), ['http://chat.example.org'])
  assert.deepEqual(serverUrlsOf('https://ada:secret@example.org/chat/?x=1#y'), ['https://example.org/chat'])
})

test('what is no address gives none', () => {
  for (const typed of ['', '  ', 'ftp://example.org', 'two words', 'http://', 'javascript://x', ':4680'])
    assert.deepEqual(serverUrlsOf(typed), [], typed)
})

test('plain http is exposed beyond this machine', () => {
  assert.equal(isExposed('http://192.168.0.7'), true)
  assert.equal(isExposed('http://127.0.0.1:4680'), false)
  assert.equal(isExposed('https://chat.example.org'), false)
})
