import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isProgram, numbered, safeName } from './names.ts'

test('[FILE61] a name is safe on every system, whatever a server says', () => {
  const names: Record<string, string> = {
    'report.pdf': 'report.pdf',
    '보고서 최종.hwp': '보고서 최종.hwp',
    '../../etc/passwd': 'passwd',
    'C:\\Windows\\evil.exe': 'evil.exe',
    'con.txt': '_con.txt',
    'a<b>:c?.txt': 'a_b__c_.txt',
    'gpj.\u202eexe.txt': 'gpj.exe.txt',
    'dots...': 'dots',
    '..': 'file',
    '': 'file',
    '\u0000\u0007': 'file',
  }
  for (const [name, safe] of Object.entries(names)) assert.equal(safeName(name), safe, name)
})

test('[FILE61] no name is longer than file systems take, with what is added to it', () => {
  for (const name of [`${'가'.repeat(250)}.tar.gz`, 'x'.repeat(4_000), `${'👩‍👩‍👧'.repeat(40)}.png`]) {
    const safe = safeName(name)
    assert.ok(Buffer.byteLength(`${numbered(safe, 9_999)}.part`) <= 255, safe)
    assert.ok(safe.isWellFormed() && !safe.endsWith('\u200d'))
  }
  assert.match(safeName(`${'가'.repeat(250)}.tar.gz`), /^가+\.tar\.gz$/)
})

test('[FILE61] a number stands before the ending', () => {
  assert.equal(numbered('report.pdf', 1), 'report.pdf')
  assert.equal(numbered('report.pdf', 2), 'report (2).pdf')
  assert.equal(numbered('source.tar.gz', 3), 'source (3).tar.gz')
  assert.equal(numbered('README', 2), 'README (2)')
  assert.equal(numbered('.profile', 2), '.profile (2)')
})

test('[FILE64] programs are told from what is only looked at', () => {
  for (const name of ['a.exe', 'a.DESKTOP', 'a.sh', 'a.jar', 'x.pdf.scr', 'setup.msi', 'a.command'])
    assert.ok(isProgram(name), name)
  for (const name of ['a.pdf', 'a.txt', 'a.hwp', 'a.png', 'a.zip', 'README'])
    assert.ok(!isProgram(name), name)
})
