import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contentSecurityPolicy, isPageUrl, pageFile, pageHeaders } from './page-files.ts'

const folder = '/app/dist/renderer'

test('[SEC1] the page is served from its own folder', () => {
  assert.equal(pageFile(folder, 'app://chatter/index.html'), '/app/dist/renderer/index.html')
  assert.equal(pageFile(folder, 'app://chatter/'), '/app/dist/renderer/index.html')
  assert.equal(pageFile(folder, 'app://chatter/assets/a%20b.js?v=1#x'), '/app/dist/renderer/assets/a b.js')
})

test('[SEC1] an address never leads out of that folder', () => {
  const escapes = [
    'app://chatter/../main/main.mjs',
    'app://chatter/%2e%2e/main/main.mjs',
    'app://chatter/..%2f..%2fpackage.json',
    'app://chatter/assets/..%2F..%2F..%2Fetc/passwd',
    'app://chatter/..%5c..%5cpackage.json',
    'app://chatter/%00index.html',
    'app://chatter/%E0%A4%A',
    'app://chatter//etc/passwd',
  ]
  for (const address of escapes) {
    const file = pageFile(folder, address)
    assert.ok(file === undefined || file.startsWith(`${folder}/`), `${address} leads to ${file}`)
  }
  assert.equal(pageFile(folder, 'app://chatter/..%2f..%2fpackage.json'), undefined)
})

test('[SEC1] only app://chatter is the page', () => {
  assert.ok(isPageUrl('app://chatter/index.html'))
  for (const address of [
    'app://other/',
    'app://chatter.example/',
    'app://x@chatter/',
    'http://chatter/',
    'file:///x',
    '',
  ])
    assert.equal(isPageUrl(address), false, address)
})

test('[SEC2] the policy allows our own files and the chosen server, and nothing inline', () => {
  const policy = new Map(contentSecurityPolicy.split('; ').map(rule => [rule.split(' ')[0], rule]))
  assert.equal(policy.get('default-src'), "default-src 'none'")
  assert.equal(policy.get('script-src'), "script-src 'self'")
  assert.equal(policy.get('img-src'), "img-src 'self' data: blob: chatter-file:")
  assert.equal(policy.get('media-src'), 'media-src blob: chatter-file:')
  assert.equal(policy.get('frame-ancestors'), "frame-ancestors 'none'")
  assert.doesNotMatch(contentSecurityPolicy, /unsafe|\*/)
  assert.equal(pageHeaders('/x/index.html')['content-security-policy'], contentSecurityPolicy)
})

test('files carry their types, and none is guessed', () => {
  assert.equal(pageHeaders('a.js')['content-type'], 'text/javascript; charset=utf-8')
  assert.equal(pageHeaders('a.woff2')['content-type'], 'font/woff2')
  assert.equal(pageHeaders('a.exe')['content-type'], 'application/octet-stream')
  assert.equal(pageHeaders('a.css')['x-content-type-options'], 'nosniff')
})
