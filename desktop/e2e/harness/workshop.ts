/** A server that has been lived on for some days: people, rooms, and everything that can be in a message. */

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { NewSession } from '@chatter/shared/sessions.ts'
import { type Connection, createPerson, type Person, request } from '../../../server/test/person.ts'
import { foundRoom, lobbyOf, post, reply } from '../../../server/test/talk.ts'
import { type Dropper, logInDropper, pngOf } from './dropper.ts'
import { afterTests } from './leftovers.ts'
import { password } from './people.ts'
import { type ServerProcess, startServerProcess } from './server.ts'

const crowd = {
  linus: 'Linus Torvalds',
  cheolsu: '김철수',
  barbara: 'Barbara Liskov',
  hubert: 'Hubert Blaine Wolfeschlegelsteinhausenbergerdorff the Elder',
  suhyeon: '남궁 수현 (디자인팀)',
}

export type Workshop = {
  server: ServerProcess
  people: Record<keyof typeof crowd, Person>
  /** Where they are connected; one answers to whoever asks. */
  connections: Record<keyof typeof crowd, Connection>
  room: number
  dropper: Dropper
}

const longRoom = '2026년 상반기 신규 서비스 출시 준비와 협력사 공동 대응 회의실'
const day = 86_400_000

/** Starts it. `Workshop` is a public room of Linus, in which the others are; some rooms more are there to be browsed. */
export async function startWorkshop(): Promise<Workshop> {
  const server = await startServerProcess({ CHATTER_LIMIT_POSTS: '0', CHATTER_LIMIT_CALLS: '0' })
  const people = await everybody(username => signUp(server.url, username))
  const { linus, cheolsu, barbara, hubert, suhyeon } = people
  const room = await foundRoom([linus, cheolsu, barbara, hubert, suhyeon], 'Workshop', 'public')
  await linus.api('PATCH', `/api/v1/rooms/${room}`, {
    topic: 'Everything about release 2.0: plans, reviews and what still hurts',
    description: 'For whoever builds the thing. Decisions are pinned.',
  })
  await foundRoom([barbara, hubert], longRoom, 'public')
  await foundRoom([suhyeon, cheolsu], '디자인', 'public')
  const before = await everybody(username => people[username].connect())
  const lobby = await lobbyOf(linus)
  await sayOldThings(before, room)
  await post(before.linus, lobby.id, 'Welcome, everybody! Take a look around.')
  await post(before.cheolsu, lobby.id, '안녕하세요, 잘 부탁드립니다.')
  await post(before.linus, lobby.id, 'The kitchen is on the second floor.')
  await server.kill9()
  makeOlder(server, 2 * day)
  await server.restart()
  const connections = await everybody(username => people[username].connect())
  for (const each of Object.values(connections)) afterTests(async () => each.close())
  await sayNewThings(connections, room)
  const dropper = await logInDropper(server.url, 'linus', password)
  return { server, people, connections, room, dropper }
}

/** Another device of somebody who has signed up, without a window. */
export async function logInCaller(url: string, username: string): Promise<Person> {
  const { status, body } = await request(url, 'POST', '/api/v1/sessions', { username, password })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return createPerson(url, body as unknown as NewSession)
}

/** Four pictures and three other files, in one post. */
export async function dropFiles({ dropper, room }: Workshop): Promise<void> {
  const picture = (name: string, width: number, height: number, colour: [number, number, number]) => ({
    name,
    type: 'image/png',
    bytes: pngOf(width, height, colour),
    width,
    height,
  })
  const file = (name: string, type: string, bytes: Buffer) => ({ name, type, bytes })
  await dropper.drop(
    room,
    [
      picture('dawn.png', 1200, 800, [214, 120, 84]),
      picture('sea.png', 800, 800, [38, 92, 140]),
      picture('forest.png', 800, 1100, [52, 110, 74]),
      picture('night.png', 1400, 700, [44, 40, 82]),
    ],
    'The four palettes we talked about',
  )
  await dropper.drop(room, [
    file(
      '2026년 상반기 디자인 시스템 개편안 최종본 (검토 의견 반영).pdf',
      'application/pdf',
      Buffer.alloc(420_000, 1),
    ),
    file('measurements.csv', 'text/csv', Buffer.from('time,value\n1,3.5\n2,4.1\n')),
  ])
}

async function sayOldThings(at: Workshop['connections'], room: number) {
  await post(at.linus, room, 'Morning. The build of last night is **green** again.')
  await post(at.linus, room, 'I left the details in the tracker: PLT-3699.')
  await post(at.barbara, room, 'Thanks! Does that include the compass widget?')
  await post(at.hubert, room, 'It does, and it is twice as fast as before.')
}

async function sayNewThings(at: Workshop['connections'], room: number) {
  const plan = await post(
    at.barbara,
    room,
    '## Plan for today\n- [x] Merge the new palette\n- [ ] Measure start-up on the slow laptop\n- [ ] Ask 김철수 about the fonts',
  )
  await post(
    at.cheolsu,
    room,
    '글꼴은 Pretendard로 정했습니다. 한글과 라틴 문자의 높이가 잘 맞고, 파일 크기도 작습니다.',
  )
  await post(at.cheolsu, room, '내일 오전까지 시안을 올리겠습니다. 의견이 있으면 편하게 남겨 주세요 🙏')
  await post(
    at.linus,
    room,
    'The slow part was this loop:\n```ts\nfor (const post of posts) {\n  // One query for each: that is what hurt.\n  await database.query(one, [post.id])\n}\n```',
  )
  await post(
    at.linus,
    room,
    '| Step | Before | After |\n| :--- | ---: | ---: |\n| Start | 1,840 ms | 410 ms |\n| Search | 92 ms | 11 ms |',
  )
  const answer = await reply(
    at.barbara,
    room,
    plan.seq,
    'Merged. The `accent` colour passes everywhere, see https://example.org/palette',
  )
  await post(at.suhyeon, room, '🎉🎉')
  for (const [who, emoji] of [
    ['linus', '👍'],
    ['cheolsu', '👍'],
    ['hubert', '👍'],
    ['suhyeon', '🎉'],
  ] as const)
    await at[who].call('reaction:add', { roomId: room, seq: answer.seq, emoji })
  await at.barbara.call('message:edit', {
    roomId: room,
    seq: answer.seq,
    body: 'Merged, and measured, too. The `accent` colour passes everywhere, see https://example.org/palette',
  })
}

async function signUp(url: string, username: keyof typeof crowd): Promise<Person> {
  const form = { username, displayName: crowd[username], password }
  const { status, body } = await request(url, 'POST', '/api/v1/accounts', form)
  if (status !== 201) throw new Error(JSON.stringify(body))
  return createPerson(url, body as unknown as NewSession)
}

async function everybody<Value>(make: (username: keyof typeof crowd) => Promise<Value>) {
  const made = {} as Record<keyof typeof crowd, Value>
  for (const username of Object.keys(crowd) as (keyof typeof crowd)[]) made[username] = await make(username)
  return made
}

/** Everything so far was said earlier, by so many milliseconds. */
function makeOlder({ dataDir }: ServerProcess, by: number) {
  const database = new DatabaseSync(join(dataDir, 'chatter.db'))
  database.prepare('UPDATE messages SET created_at = created_at - ?').run(by)
  database.prepare('UPDATE rooms SET created_at = created_at - ?').run(by)
  database.close()
}
