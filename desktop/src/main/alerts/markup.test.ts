import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapeMarkup } from './markup.ts'

test('[NOTE4] a message is shown as it was written', () => {
  assert.equal(escapeMarkup('if a < b && c > d'), 'if a &lt; b &amp;&amp; c &gt; d')
  assert.equal(escapeMarkup('안녕 <a href="x">'), '안녕 &lt;a href="x"&gt;')
})
