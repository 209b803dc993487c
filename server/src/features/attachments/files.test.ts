import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Attachment, RoomFiles } from '@chatter/shared/attachments.ts'
import { bringFile, postFiles } from '../../../test/files.ts'
import type { Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom } from '../../../test/talk.ts'

const server = await startServer()
const ada = await server.signUp('ada', { displayName: 'Ada' })
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const [atAda, atGrace] = [await ada.connect(), await grace.connect()]

async function files(person: Person, room: number, query = ''): Promise<RoomFiles> {
  const { status, body } = await person.api('GET', `/api/v1/rooms/${room}/files?${query}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body as RoomFiles
}
const names = async (room: number, query = '') =>
  (await files(grace, room, query)).files.map(({ attachment }) => attachment.name)

const room = await foundRoom([ada, grace], 'Files')
const posted = [
  ['2026년 보고서 최종.pdf', 'application/pdf'],
  ['IMG_0001.JPG', 'image/jpeg'],
  ['한글 문서.hwp', 'application/x-hwp'],
  ['회의 녹음.m4a', 'audio/mp4'],
  ['clip.webm', 'video/webm'],
  ['100%_done!.zip', 'application/zip'],
  ['보고서 초안.docx'.normalize('NFD').normalize('NFC'), 'application/octet-stream'],
] as const
for (const [name, type] of posted)
  await postFiles(atAda, room, [await bringFile(server, ada, room, { name, type })])
const both: Attachment[] = []
for (const name of ['first.txt', 'second.txt'])
  both.push(await bringFile(server, grace, room, { name, type: 'text/plain' }))
const last = await postFiles(atGrace, room, both, 'two at once')
await bringFile(server, ada, room, { name: 'not posted.txt' })
const newestFirst = ['second.txt', 'first.txt', ...posted.map(([name]) => name).reverse()]

test('[FILE33] the files of a room are listed, newest first, each with the post that it came with', async () => {
  assert.deepEqual(await names(room), newestFirst)
  const { files: found, cursor } = await files(ada, room)
  assert.equal(cursor, null)
  const { author, seq, createdAt } = last
  assert.deepEqual(found[1], { attachment: both[0], author, seq, createdAt })
})

test('[FILE33] page by page, nothing is missed or told twice, whatever is posted or deleted meanwhile', async () => {
  for (const limit of [1, 2, 3, 8, 9, 10]) {
    const told: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: RoomFiles = await files(grace, room, `limit=${limit}${cursor && `&cursor=${cursor}`}`)
      told.push(...page.files.map(({ attachment }) => attachment.name))
      cursor = page.cursor
    }
    assert.deepEqual(told, newestFirst, `${limit} at once`)
  }
  const other = await foundRoom([ada, grace], 'Moving')
  const seqs: number[] = []
  for (const name of ['a', 'b', 'c', 'd'])
    seqs.push((await postFiles(atAda, other, [await bringFile(server, ada, other, { name })])).seq)
  const first = await files(grace, other, 'limit=2')
  await atAda.call('message:delete', { roomId: other, seq: seqs[2]! })
  await postFiles(atAda, other, [await bringFile(server, ada, other, { name: 'e' })])
  const second = await files(grace, other, `limit=2&cursor=${first.cursor}`)
  assert.deepEqual(
    [first, second].map(page => page.files.map(({ attachment }) => attachment.name)),
    [
      ['d', 'c'],
      ['b', 'a'],
    ],
  )
  assert.deepEqual(await names(other), ['e', 'd', 'b', 'a'])
})

test('[FILE33] they are told apart by kind', async () => {
  for (const [kind, expected] of [
    ['image', ['IMG_0001.JPG']],
    ['video', ['clip.webm']],
    ['audio', ['회의 녹음.m4a']],
    ['document', ['second.txt', 'first.txt', '보고서 초안.docx', '한글 문서.hwp', '2026년 보고서 최종.pdf']],
    ['other', ['100%_done!.zip']],
  ] as const)
    assert.deepEqual(await names(room, `kind=${kind}`), expected, kind)
})

test('[FILE34] a part of the name finds them, in every script, however it was typed', async () => {
  for (const [query, expected] of [
    ['보고서', ['보고서 초안.docx', '2026년 보고서 최종.pdf']],
    ['보고서'.normalize('NFD'), ['보고서 초안.docx', '2026년 보고서 최종.pdf']],
    ['고서 최', ['2026년 보고서 최종.pdf']],
    ['최종 보고', ['2026년 보고서 최종.pdf']],
    ['img', ['IMG_0001.JPG']],
    ['ＩＭＧ', ['IMG_0001.JPG']],
    ['0001.j', ['IMG_0001.JPG']],
    ['%', ['100%_done!.zip']],
    ['_', ['100%_done!.zip', 'IMG_0001.JPG']],
    ['!', ['100%_done!.zip']],
    ['first second', []],
    ['없는 것', []],
    ["' OR 1=1 --", []],
  ] as const)
    assert.deepEqual(await names(room, `query=${encodeURIComponent(query)}`), expected, query)
  assert.deepEqual(await names(room, `kind=document&query=${encodeURIComponent('문서')}`), ['한글 문서.hwp'])
})

test('[FILE34] one syllable finds a name from its beginning, and where it goes on', async () => {
  assert.deepEqual(await names(room, `query=${encodeURIComponent('한')}`), ['한글 문서.hwp'])
  assert.deepEqual(await names(room, `query=${encodeURIComponent('녹')}`), ['회의 녹음.m4a'])
})

test('[FILE33] only who is in the room sees them; a made-up cursor is refused', async () => {
  const path = `/api/v1/rooms/${room}/files`
  assert.equal((await grace.api('GET', path)).status, 200)
  const outside = await linus.api('GET', path)
  const absent = await linus.api('GET', '/api/v1/rooms/999999/files')
  assert.deepEqual([outside.status, outside.body], [404, absent.body])
  for (const query of ['cursor=1', 'cursor=a.b', "cursor=1.1'", 'kind=any', 'limit=0', 'limit=201'])
    assert.equal((await grace.api('GET', `${path}?${query}`)).status, 400, query)
  const empty = await foundRoom([grace], 'Empty')
  assert.deepEqual(await files(grace, empty), { files: [], cursor: null })
})
