import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileHeaders, parseFileAddress } from './attachment-address.ts'

const id = '0198c0de-0000-7000-8000-000000000001'
const server = encodeURIComponent('https://chat.example.org/team')

test('[FILE55] the page names files by server and id', () => {
  const file = { serverUrl: 'https://chat.example.org/team', id }
  assert.deepEqual(parseFileAddress(`chatter-file://attachments/${id}?server=${server}`), {
    ...file,
    isThumbnail: false,
    isAlone: false,
  })
  assert.equal(parseFileAddress(`chatter-file://attachments/${id}?server=${server}&alone=`)?.isAlone, true)
  assert.deepEqual(parseFileAddress(`chatter-file://attachments/${id}/thumbnail?server=${server}`), {
    ...file,
    isThumbnail: true,
    isAlone: false,
  })
})

test('[FILE93] a saved file is named like any other, with its type', () => {
  const address = `chatter-file://attachments/${id}?server=${server}&saved=${encodeURIComponent('video/webm')}`
  assert.equal(parseFileAddress(address)?.savedType, 'video/webm')
})

test('[FILE55] nothing else is named so', () => {
  for (const address of [
    `chatter-file://attachments/../${id}/../me?server=${server}`,
    `chatter-file://attachments/${id}/details?server=${server}`,
    `chatter-file://attachments/%2e%2e%2fme?server=${server}`,
    `chatter-file://attachments/${id}`,
    `chatter-file://rooms/${id}?server=${server}`,
    `chatter-file://x@attachments/${id}?server=${server}`,
    `app://attachments/${id}?server=${server}`,
    `chatter-file://attachments//etc/passwd?server=${server}`,
    '',
  ])
    assert.equal(parseFileAddress(address), undefined, address)
})

test('[FILE56] the page is told of pictures and recordings, and of nothing that runs', () => {
  const typeOf = (type: string) => fileHeaders(new Headers({ 'content-type': type }))['content-type']
  for (const type of ['image/png', 'image/avif', 'video/mp4', 'audio/ogg; codecs=opus'])
    assert.equal(typeOf(type), type.split(';')[0])
  for (const type of [
    'text/html',
    'image/svg+xml',
    'application/pdf',
    'text/javascript',
    'application/xhtml+xml',
  ])
    assert.equal(typeOf(type), 'application/octet-stream')
  const headers = fileHeaders(
    new Headers({ 'set-cookie': 'a=b', 'content-range': 'bytes 0-1/9', etag: '"x"' }),
  )
  assert.equal(headers['content-range'], 'bytes 0-1/9')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['set-cookie'], undefined)
})
