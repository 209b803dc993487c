import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTalk } from './talk.ts'

test('[FILE17] nobody waits while nobody writes', async () => {
  const talk = createTalk()
  assert.equal(talk.pause(), undefined)
  talk.follow(Promise.resolve())
  await sleep(0)
  assert.equal(talk.pause(), undefined)
})

test('[FILE17] all wait until the last post is written', async () => {
  const talk = createTalk()
  const posts = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  for (const { promise } of posts) talk.follow(promise)
  let ended = 0
  const waiting = [talk.pause()!, talk.pause()!].map(pause => pause.then(() => ended++))
  posts[0]!.resolve()
  await new Promise(setImmediate)
  assert.equal(ended, 0)
  posts[1]!.reject(new Error('the database is gone'))
  await Promise.all(waiting)
  assert.equal(talk.pause(), undefined)
})

test('[FILE17] and never for long, though somebody always writes', async () => {
  const talk = createTalk()
  talk.follow(new Promise(() => {}))
  for (let pause = 0; pause < 3; pause++) await talk.pause()
})

test('[FILE17] a conversation is lively for a moment after its last post', async () => {
  let now = 5_000
  const talk = createTalk(() => now)
  assert.equal(talk.isLively(), false)
  const post = Promise.withResolvers<void>()
  talk.follow(post.promise)
  assert.equal(talk.isLively(), true)
  post.resolve()
  await new Promise(setImmediate)
  now += 1_500
  assert.equal(talk.isLively(), true)
  now += 1_000
  assert.equal(talk.isLively(), false)
})

test('[SRCH20] work that takes a while begins right after a post, and without one after a while', async () => {
  const talk = createTalk()
  assert.equal(talk.lull(1_000), undefined)
  talk.follow(Promise.resolve())
  await new Promise(setImmediate)
  const post = Promise.withResolvers<void>()
  let begun = 0
  const beginning = [talk.lull(60_000)!, talk.lull(60_000)!].map(lull => lull.then(() => begun++))
  talk.follow(post.promise)
  await new Promise(setImmediate)
  assert.equal(begun, 0)
  post.resolve()
  await Promise.all(beginning)
  await talk.lull(5)
})
