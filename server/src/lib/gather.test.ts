import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createGatherer, padKeys } from './gather.ts'

/** A look-up whose queries end when the test says so. */
function controlled() {
  const queries: { keys: readonly string[]; end: (error?: Error) => void }[] = []
  const find = createGatherer<string, string>(
    keys =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) =>
          error
            ? reject(error)
            : resolve(new Map(keys.filter(key => key !== 'nobody').map(key => [key, `${key}!`])))
        queries.push({ keys, end })
      }),
  )
  return { queries, find }
}

test('one who asks alone does not wait; those who come meanwhile go together, in a query of their own', async () => {
  const { queries, find } = controlled()
  const ada = find('ada')
  assert.deepEqual(queries[0]?.keys, ['ada'])
  const later = [find('grace'), find('nobody'), find('ada')]
  assert.equal(queries.length, 1)
  queries[0]?.end()
  assert.equal(await ada, 'ada!')
  assert.deepEqual(queries[1]?.keys, ['grace', 'nobody', 'ada'])
  queries[1]?.end()
  assert.deepEqual(await Promise.all(later), ['grace!', undefined, 'ada!'])
})

test('a failure is told to those whose query it was, and the next are served', async () => {
  const { queries, find } = controlled()
  const ada = find('ada')
  const grace = find('grace')
  queries[0]?.end(new Error('lost'))
  await assert.rejects(ada, /lost/)
  queries[1]?.end()
  assert.equal(await grace, 'grace!')
})

test('a crowd goes in shares', async () => {
  const sizes: number[] = []
  const find = createGatherer<string, string>(async keys => {
    sizes.push(keys.length)
    await new Promise(setImmediate)
    return new Map(keys.map(key => [key, key]))
  })
  const names = Array.from({ length: 600 }, (_, index) => `${index}`)
  assert.deepEqual(await Promise.all(names.map(find)), names)
  assert.deepEqual(sizes, [1, 256, 256, 87])
})

test('keys are padded to few lengths', () => {
  assert.deepEqual(padKeys([1]), [1])
  assert.deepEqual(padKeys([1, 2, 3]), [1, 2, 3, 3])
  assert.equal(padKeys(Array(200).fill(0)).length, 256)
})
