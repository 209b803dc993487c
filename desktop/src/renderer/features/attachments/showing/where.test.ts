import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Download } from '../../../../bridge/bridge.ts'
import { whereIs } from './where.ts'

const id = '0198c0de-0000-7000-8000-000000000001'
const direct = { id, isDirect: true } as const
const known = { copies: new Set<string>(), arriving: new Set<string>(), download: undefined, isRead: true }
const inState = (state: Download['state']) => ({ state }) as Download

test('[FILE93] what went directly is where it was sent from, or where it was saved, or nowhere', () => {
  assert.equal(whereIs({ id }, known), 'server')
  assert.equal(whereIs(direct, { ...known, copies: new Set([id]) }), 'copy')
  assert.equal(whereIs(direct, { ...known, download: inState('done') }), 'saved')
  assert.equal(whereIs(direct, known), 'nowhere')
  assert.equal(whereIs(direct, { ...known, download: inState('failed') }), 'nowhere')
})

test('[FILE93] as long as nobody knows whether it is here, it keeps its place', () => {
  assert.equal(whereIs(direct, { ...known, copies: null }), 'coming')
  assert.equal(whereIs(direct, { ...known, isRead: false }), 'coming')
  assert.equal(whereIs(direct, { ...known, arriving: new Set([id]) }), 'coming')
  assert.equal(whereIs(direct, { ...known, download: inState('running') }), 'coming')
})
