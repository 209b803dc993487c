import assert from 'node:assert/strict'
import test from 'node:test'
import { avatarColor, avatarColors, initials } from './avatars.ts'
import { contrast } from './contrast.ts'

test('White letters can be read on every avatar colour', () => {
  for (const color of avatarColors)
    assert.ok(contrast('#ffffff', color) >= 4.5, `${color} ${contrast('#ffffff', color)}`)
})

test('A person keeps their colour, and neighbours differ', () => {
  assert.equal(avatarColor(7), avatarColor(7))
  const first = Array.from({ length: avatarColors.length }, (_, id) => avatarColor(id))
  assert.equal(new Set(first).size, avatarColors.length)
})

test('Letters are taken as each script would', () => {
  assert.equal(initials('Ada Lovelace'), 'AL')
  assert.equal(initials('linus'), 'L')
  assert.equal(initials('김수현'), '수현')
  assert.equal(initials('김수현'.normalize('NFD')), '수현')
  assert.equal(initials('수현'), '수현')
  assert.equal(initials('서 하늘'), '서하')
  assert.equal(initials('남궁 수현 (디자인팀)'), '남수')
  assert.equal(initials('Ada Lovelace [away]'), 'AL')
  assert.equal(initials('(nobody)'), '(')
  assert.equal(initials('山田太郎'), '山')
  assert.equal(initials('👨‍👩‍👧 Family'), '👨‍👩‍👧')
  assert.equal(initials('éva'), 'É')
  assert.equal(initials('  '), '')
})
