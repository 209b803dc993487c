import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDisplayName, parsePassword, parseUsername, usernameKey } from './accounts.ts'
import type { ChatterError, ErrorCode } from './errors.ts'

const failsWith = (code: ErrorCode) => (error: unknown) => (error as ChatterError).code === code

test('[ACC2] user names are equal without regard to case or Unicode form', () => {
  assert.equal(usernameKey('Ada'), usernameKey('aDA'))
  assert.equal(usernameKey('ＡＤＡ'), usernameKey('ada'))
  assert.equal(usernameKey('한글'.normalize('NFD')), usernameKey('한글'))
  assert.equal(usernameKey('Straße'), usernameKey('STRASSE'))
  assert.notEqual(usernameKey('ada'), usernameKey('adà'))
})

test('[ACC2] a user name has 2 to 32 letters and digits of any script, joined by a dot, dash or underscore', () => {
  for (const good of ['ada', 'ada.lovelace', '김철수', 'さくら', 'grace_hopper-2', 'a'.repeat(32)])
    assert.equal(parseUsername(good), good)
  for (const bad of [
    'a',
    'a'.repeat(33),
    'ada lovelace',
    '.ada',
    'ada..b',
    '@ada',
    '',
    'a\u200Bda',
    'ㅤㅤ',
    'ad\u0000a',
  ])
    assert.throws(() => parseUsername(bad), failsWith('username_invalid'), JSON.stringify(bad))
})

test('[ACC2] a user name is kept trimmed and composed', () => {
  assert.equal(parseUsername(` ${'김철수'.normalize('NFD')} `), '김철수')
})

test('[ACC3] a display name has 1 to 64 visible characters, emoji included', () => {
  assert.equal(parseDisplayName('  Ada   Lovelace '), 'Ada Lovelace')
  assert.equal(parseDisplayName('👩‍💻 그레이스'), '👩‍💻 그레이스')
  for (const bad of ['', '   ', 'x'.repeat(65), 'Ada\u202Eevil', '\u2066Ada'])
    assert.throws(() => parseDisplayName(bad), failsWith('display_name_invalid'), JSON.stringify(bad))
})

test('[ACC3] a password has 10 to 256 characters, whatever keyboard composed them', () => {
  assert.equal(parsePassword('비밀번호는길어야해요'.normalize('NFD')), '비밀번호는길어야해요')
  assert.throws(() => parsePassword('123456789'), failsWith('password_too_short'))
  assert.throws(() => parsePassword('x'.repeat(257)), failsWith('password_too_long'))
})
