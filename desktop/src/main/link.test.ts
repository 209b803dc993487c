import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOpenable } from './link.ts'

test('[SEC4] web pages and mail are opened outside, and nothing else', () => {
  for (const address of [
    'https://example.org/a?b#c',
    'http://192.168.0.7:3000/',
    'mailto:ada@example.org',
    'HTTPS://X.ORG',
  ])
    assert.ok(isOpenable(address), address)
  for (const address of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-msdt:/id',
    'smb://x/y',
    'chatter://x/rooms/1',
    ' ',
    'x',
  ])
    assert.equal(isOpenable(address), false, address)
})
