/**
 * Who may do what: every REST route and every socket call, for everybody, in every kind of room. A route or a call without
 * a row fails the test, as the list of them comes from the server itself.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { ChatterError, errorStatus } from '@chatter/shared/errors.ts'
import { type CallName, calls } from '@chatter/shared/protocol.ts'
import { bringFile } from './files.ts'
import {
  type Actor,
  gatherCast,
  type RoomKind,
  roomKinds,
  type Stage,
  type Standing,
  standings,
} from './permissions.stage.ts'
import { connect } from './person.ts'
import { startServer } from './server.ts'
import { history } from './talk.ts'

/**
 * The columns are those of {@link standings}, once for each kind of room: Owner, Moderator, member, former member, banned,
 * outsider, logged out, revoked session. In the lobby everybody is a member; in direct rooms the first three are.
 *
 *     + permitted    F forbidden    - not found, as if there were no such thing    ! unauthenticated
 *
 * What has nothing to do with a room has one column; an empty column is not asked for. The owner is the one who signed up first.
 */
const matrix = `
                                                          public    private   direct    lobby
                                                          OMmfbolr  OMmfbolr  OMmfbolr  OMmfbolr
GET /healthz                                              ++++++++
GET /readyz                                               ++++++++
GET /metrics                                              ++++++++
GET /server                                               ++++++++
POST /accounts                                            ++++++++
GET /accounts                                             ++++++!!
GET /accounts/:accountId                                  ++++++!!
PATCH /accounts/:accountId                                +FFFFF!!
POST /accounts/:accountId/password                        +FFFFF!!
GET /me                                                   ++++++!!
PATCH /me                                                 ++++++!!
PUT /me/password                                          ++++++!!
GET /me/alerts                                            ++++++!!
PATCH /me/alerts                                          ++++++!!
POST /sessions                                            ++++++++
GET /sessions                                             ++++++!!
DELETE /sessions/current                                  ++++++!!
DELETE /sessions/:id (mine)                               ++++++!!
DELETE /sessions/:id (somebody's)                         ------!!
GET /rooms                                                ++++++!!
POST /rooms                                               ++++++!!
GET /rooms/browse                                         ++++++!!
PUT /directs/:accountId                                   ++++++!!
GET /search                                               ++++++!!
GET /search (in a room)                                   +++---!!  +++---!!  +++---!!  ++++++!!
GET /rooms/:roomId                                        +++---!!  +++---!!  +++---!!  ++++++!!
PATCH /rooms/:roomId                                      ++F---!!  ++F---!!  FFF---!!  FFFFFF!!
DELETE /rooms/:roomId                                     +FF---!!  +FF---!!  FFF---!!  FFFFFF!!
PATCH /rooms/:roomId/preferences                          +++---!!  +++---!!  +++---!!  ++++++!!
GET /rooms/:roomId/members                                +++---!!  +++---!!  +++---!!  ++++++!!
PUT /rooms/:roomId/members/:accountId (join)              ++++-+!!  +++---!!  +++---!!  ++++++!!
PUT /rooms/:roomId/members/:accountId (newcomer)          +++---!!  +++---!!  FFF---!!  ++++++!!
PUT /rooms/:roomId/members/:accountId (banned)            FFF---!!  FFF---!!
PATCH /rooms/:roomId/members/:accountId (moderator)       +FF---!!  +FF---!!  FFF---!!  FFFFFF!!
PATCH /rooms/:roomId/members/:accountId (owner)           +FF---!!  +FF---!!  FFF---!!  FFFFFF!!
DELETE /rooms/:roomId/members/:accountId (leave)          +++---!!  +++---!!  FFF---!!  FFFFFF!!
DELETE /rooms/:roomId/members/:accountId (member)         ++F---!!  ++F---!!  FFF---!!  FFFFFF!!
DELETE /rooms/:roomId/members/:accountId (moderator)      +FF---!!  +FF---!!
DELETE /rooms/:roomId/members/:accountId (owner)          +FF---!!  +FF---!!
GET /rooms/:roomId/bans                                   ++F---!!  ++F---!!  FFF---!!  FFFFFF!!
PUT /rooms/:roomId/bans/:accountId (member)               ++F---!!  ++F---!!  FFF---!!  FFFFFF!!
PUT /rooms/:roomId/bans/:accountId (moderator)            +FF---!!  +FF---!!
PUT /rooms/:roomId/bans/:accountId (owner)                FFF---!!  FFF---!!
DELETE /rooms/:roomId/bans/:accountId                     ++F---!!  ++F---!!  FFF---!!  FFFFFF!!
GET /rooms/:roomId/messages                               +++---!!  +++---!!  +++---!!  ++++++!!
GET /rooms/:roomId/changes                                +++---!!  +++---!!  +++---!!  ++++++!!
GET /rooms/:roomId/messages/:seq/edits                    +++---!!  +++---!!  +++---!!  ++++++!!
GET /rooms/:roomId/pins                                   +++---!!  +++---!!  +++---!!  ++++++!!
PUT /rooms/:roomId/pins/:seq                              +++---!!  +++---!!  +++---!!  ++++++!!
PUT /rooms/:roomId/pins/:seq (announcement)               ++F---!!  ++F---!!
DELETE /rooms/:roomId/pins/:seq                           +++---!!  +++---!!  +++---!!  ++++++!!
DELETE /rooms/:roomId/pins/:seq (announcement)            ++F---!!  ++F---!!
GET /uploads/limits                                       ++++++!!
POST /uploads                                             +++---!!  +++---!!  +++---!!  ++++++!!
PATCH /uploads/:id (mine)                                 ++++++!!
PATCH /uploads/:id (somebody's)                           ------!!
DELETE /uploads/:id (mine)                                ++++++!!
DELETE /uploads/:id (somebody's)                          ------!!
POST /rooms/:roomId/attachments                           +++---!!  +++---!!  +++---!!  ++++++!!
POST /rooms/:roomId/attachments/claims                    +++---!!  +++---!!  +++---!!  ++++++!!
PUT /attachments/claims/:id (somebody's)                  ------!!
POST /rooms/:roomId/attachments/direct                    FFF---!!  FFF---!!  +++---!!  FFFFFF!!
GET /attachments/:id                                      +++---!!  +++---!!  +++---!!  ++++++!!
GET /attachments/:id (not posted)                         ------!!  ------!!  ------!!  ------!!
GET /attachments/:id (not posted, mine)                   +++---!!  +++---!!  +++---!!  ++++++!!
GET /attachments/:id/details                              +++---!!  +++---!!  +++---!!  ++++++!!
GET /attachments/:id/thumbnail                            +++---!!  +++---!!  +++---!!  ++++++!!
PUT /attachments/:id/thumbnail (mine)                     ++++++!!
PUT /attachments/:id/thumbnail (somebody's)               ------!!
DELETE /attachments/:id (mine)                            ++++++!!
DELETE /attachments/:id (somebody's)                      ------!!
PUT /attachments/:id/receipt                              FFF---!!  FFF---!!  +++---!!  FFFFFF!!
GET /rooms/:roomId/files                                  +++---!!  +++---!!  +++---!!  ++++++!!
message:post                                              +++---!!  +++---!!  +++---!!  ++++++!!
message:post (announcement)                               ++F---!!  ++F---!!
message:post (files)                                      +++---!!  +++---!!  +++---!!  ++++++!!
message:post (reply)                                      +++---!!  +++---!!  +++---!!  ++++++!!
message:post (forward into the lobby)                     +++---!!  +++---!!  +++---!!  ++++++!!
message:post (forward, announcement)                      ++F---!!  ++F---!!
message:edit (announcement)                               ++F---!!  ++F---!!
message:edit (mine)                                       +++---!!  +++---!!  +++---!!  ++++++!!
message:edit (somebody's)                                 FFF---!!  FFF---!!  FFF---!!  FFFFFF!!
message:delete (mine)                                     +++---!!  +++---!!  +++---!!  ++++++!!
message:delete (somebody's)                               ++F---!!  ++F---!!  FFF---!!  FFFFFF!!
reaction:add                                              +++---!!  +++---!!  +++---!!  ++++++!!
reaction:remove                                           +++---!!  +++---!!  +++---!!  ++++++!!
marker:move                                               +++---!!  +++---!!  +++---!!  ++++++!!
marker:reset                                              +++---!!  +++---!!  +++---!!  ++++++!!
typing:start                                              +++---!!  +++---!!  +++---!!  ++++++!!
signal:send                                               ------!!  ------!!  +++---!!  ------!!
presence:set                                              ++++++!!
presence:watch                                            ++++++!!
`

/** A question, with what its row says about it. */
type Asking = { who: Standing; actor: Actor; stage: Stage; roomId: number }

/** What fills the places of a path, what is sent, and with whose token where that is another one. */
type Filling = {
  places?: Record<string, number | string>
  query?: string
  body?: object
  token?: string
  /** What is no JSON. */
  raw?: { headers?: Record<string, string>; body?: BodyInit }
}

const server = await startServer()
const cast = await gatherCast(server)
const { actors, bystander, newcomer } = cast
const lobbyStage = await cast.open('lobby')
const lobby = lobbyStage.roomOf('member')

/** How a row is asked for, where that is not plain from its route. */
const fillings: Record<string, (asking: Asking) => Filling | Promise<Filling>> = {
  'POST /accounts': () => ({
    body: { username: randomUUID().slice(24), password: 'correct horse', displayName: 'New', device: 'Test' },
  }),
  'GET /accounts/:accountId': () => account(bystander.person),
  'PATCH /accounts/:accountId': () => ({ ...account(bystander.person), body: {} }),
  'POST /accounts/:accountId/password': async () => account(await server.signUp(randomUUID().slice(24))),
  'PATCH /me': () => ({ body: { timeZone: 'Asia/Seoul' } }),
  'PUT /me/password': () => ({
    body: { password: 'correct horse battery', newPassword: 'correct horse battery' },
  }),
  'PATCH /me/alerts': () => ({ body: { keywords: ['deploy'] } }),
  'POST /sessions': ({ actor }) => ({
    body: { username: actor.person.account.username, password: 'correct horse battery', device: 'Test' },
  }),
  'DELETE /sessions/current': async ({ who, actor }) =>
    isOutside(who) ? {} : { token: (await cast.logIn(actor.person)).token },
  'DELETE /sessions/:id (mine)': async ({ actor }) => ({
    places: { id: (await cast.logIn(actor.person)).id },
  }),
  "DELETE /sessions/:id (somebody's)": () => ({ places: { id: bystander.person.sessionId } }),
  'POST /rooms': () => ({ body: { name: randomUUID(), kind: 'public' } }),
  'PUT /directs/:accountId': () => account(bystander.person),
  'GET /search': () => ({ query: 'query=words' }),
  'GET /search (in a room)': ({ roomId }) => ({ query: `query=words&roomId=${roomId}` }),

  'PATCH /rooms/:roomId': () => ({ body: { topic: randomUUID() } }),
  'PATCH /rooms/:roomId/preferences': () => ({ body: { level: 'muted' } }),
  'PUT /rooms/:roomId/members/:accountId (join)': ({ actor }) => account(actor.person),
  'PUT /rooms/:roomId/members/:accountId (newcomer)': () => account(newcomer),
  'PUT /rooms/:roomId/members/:accountId (banned)': () => account(actors.banned.person),
  'PATCH /rooms/:roomId/members/:accountId (moderator)': () => ({
    ...account(bystander.person),
    body: { role: 'moderator' },
  }),
  'PATCH /rooms/:roomId/members/:accountId (owner)': () => ({
    ...account(bystander.person),
    body: { role: 'owner' },
  }),
  'DELETE /rooms/:roomId/members/:accountId (leave)': ({ actor }) => account(actor.person),
  'DELETE /rooms/:roomId/members/:accountId (member)': bystanderInside,
  'DELETE /rooms/:roomId/members/:accountId (moderator)': moderatorInside,
  'DELETE /rooms/:roomId/members/:accountId (owner)': () => account(actors.owner.person),
  'PUT /rooms/:roomId/bans/:accountId (member)': bystanderInside,
  'PUT /rooms/:roomId/bans/:accountId (moderator)': moderatorInside,
  'PUT /rooms/:roomId/bans/:accountId (owner)': () => account(actors.owner.person),
  'DELETE /rooms/:roomId/bans/:accountId': () => account(actors.banned.person),
  'GET /rooms/:roomId/changes': () => ({ query: 'sinceRev=0' }),
  'GET /rooms/:roomId/messages/:seq/edits': postOfTheirs,
  'PUT /rooms/:roomId/pins/:seq': postOfTheirs,
  'PUT /rooms/:roomId/pins/:seq (announcement)': postInAnnouncements,
  'DELETE /rooms/:roomId/pins/:seq': postOfTheirs,
  'DELETE /rooms/:roomId/pins/:seq (announcement)': postInAnnouncements,

  'POST /uploads': ({ roomId }) => ({ raw: { headers: uploadHeaders(roomId) } }),
  'PATCH /uploads/:id (mine)': async asking => ({ ...(await uploadOf(asking)), raw: piece }),
  "PATCH /uploads/:id (somebody's)": async asking => ({ ...(await uploadOf(theirs(asking))), raw: piece }),
  'DELETE /uploads/:id (mine)': async asking => ({ ...(await uploadOf(asking)), raw: tus }),
  "DELETE /uploads/:id (somebody's)": async asking => ({ ...(await uploadOf(theirs(asking))), raw: tus }),
  'POST /rooms/:roomId/attachments': () => {
    const body = new FormData()
    body.set('file', new File(['bytes'], 'words.txt', { type: 'text/plain' }))
    return { raw: { body } }
  },
  'POST /rooms/:roomId/attachments/claims': () => ({ body: declaration }),
  "PUT /attachments/claims/:id (somebody's)": () => ({
    places: { id: randomUUID() },
    body: { proof: declaration.sha256 },
  }),
  'POST /rooms/:roomId/attachments/direct': () => ({ body: declaration }),
  'GET /attachments/:id': postedFile,
  'GET /attachments/:id (not posted)': asking => waitingFile(theirs(asking)),
  'GET /attachments/:id (not posted, mine)': waitingFile,
  'GET /attachments/:id/details': postedFile,
  'GET /attachments/:id/thumbnail': postedFile,
  'PUT /attachments/:id/thumbnail (mine)': async asking => ({ ...(await waitingFile(asking)), raw: picture }),
  "PUT /attachments/:id/thumbnail (somebody's)": async asking => ({
    ...(await waitingFile(theirs(asking))),
    raw: picture,
  }),
  'DELETE /attachments/:id (mine)': waitingFile,
  "DELETE /attachments/:id (somebody's)": asking => waitingFile(theirs(asking)),
  'PUT /attachments/:id/receipt': postedFile,

  'message:post': () => words(),
  'message:post (files)': async asking =>
    words({ body: '', attachmentIds: [(await waitingFile(asking)).places.id] }),
  'message:post (announcement)': async asking => {
    await postInAnnouncements(asking)
    return words()
  },
  'message:post (reply)': ({ stage, who }) => words({ replyTo: stage.postOf(who) }),
  'message:post (forward into the lobby)': ({ stage, who, roomId }) =>
    words({ roomId: lobby, forwards: { roomId, seq: stage.postOf(who) } }),
  'message:post (forward, announcement)': async asking => {
    await postInAnnouncements(asking)
    return words({ forwards: { roomId: lobby, seq: lobbyStage.postOf(asking.who) } })
  },
  'message:edit (announcement)': async asking => {
    await postInAnnouncements(asking)
    return { body: { seq: asking.stage.postOf(asking.who), body: randomUUID() } }
  },
  'message:edit (mine)': ({ stage, who }) => ({ body: { seq: stage.postOf(who), body: randomUUID() } }),
  "message:edit (somebody's)": async ({ stage, who }) => ({
    body: { seq: await stage.bystanderPosts(who), body: 'yours' },
  }),
  'message:delete (mine)': ({ stage, who }) => ({ body: { seq: stage.postOf(who) } }),
  "message:delete (somebody's)": async ({ stage, who }) => ({
    body: { seq: await stage.bystanderPosts(who) },
  }),
  'reaction:add': ({ stage, who }) => ({ body: { seq: stage.postOf(who), emoji: '👍' } }),
  'reaction:remove': ({ stage, who }) => ({ body: { seq: stage.postOf(who), emoji: '👍' } }),
  'marker:move': ({ stage, who }) => ({ body: { seq: stage.postOf(who) } }),
  'marker:reset': ({ stage, who }) => ({ body: { seq: stage.postOf(who) } }),
  'signal:send': () => ({ body: { peerId: randomUUID(), payload: 'hello' } }),
  'presence:set': () => ({ body: { state: 'online' } }),
  'presence:watch': () => ({ body: { accountIds: [bystander.person.account.id] } }),
}

function account({ account: { id } }: Actor['person']): Filling {
  return { places: { accountId: id } }
}

const declaration = { name: 'words.txt', type: 'text/plain', size: 5, sha256: 'a'.repeat(64) }
const tus = { headers: { 'tus-resumable': '1.0.0' } }
const piece = {
  headers: { ...tus.headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
  body: 'bytes',
}
/** The smallest picture there is. */
const picture = {
  headers: { 'content-type': 'image/png' },
  body: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
}

function uploadHeaders(roomId: number): Record<string, string> {
  const told = Object.entries({ roomId: `${roomId}`, name: 'words.txt', type: 'text/plain' })
  const metadata = told.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
  return { ...tus.headers, 'upload-length': '5', 'upload-metadata': metadata.join(',') }
}

/** The same question about what belongs to the bystander. */
const theirs = (asking: Asking): Asking => ({ ...asking, who: 'member', actor: bystander })

/** An upload that somebody just began in the lobby; of those who are outside, one that is not. */
async function uploadOf({ who, actor }: Asking): Promise<Filling> {
  if (isOutside(who)) return { places: { id: randomUUID() } }
  const headers = { ...uploadHeaders(lobby), authorization: `Bearer ${actor.person.token}` }
  const { headers: answered } = await globalThis.fetch(`${server.url}/api/v1/uploads`, {
    method: 'POST',
    headers,
  })
  return { places: { id: answered.get('location')!.split('/').at(-1)! } }
}

/** A file that was uploaded to the room and waits to be posted; in a room that does not exist there is none. */
async function waitingFile({ stage, who, actor, roomId }: Asking) {
  if (roomId === noRoom) return { places: { id: randomUUID() } }
  const { id } = await bringFile(server, actor.person, stage.roomOf(who))
  return { places: { id } }
}

const postedFiles = new Map<number, Promise<string>>()

/** A file with a picture, which the bystander posted to the room. */
async function postedFile({ stage, who, roomId }: Asking): Promise<Filling> {
  if (roomId === noRoom) return { places: { id: randomUUID() } }
  const room = stage.roomOf(who)
  const posted = postedFiles.get(room) ?? postPicture(room)
  postedFiles.set(room, posted)
  return { places: { id: await posted } }
}

async function postPicture(roomId: number): Promise<string> {
  const { person, call } = bystander
  const file = await bringFile(server, person, roomId, { type: 'image/png' })
  await send('PUT', `/api/v1/attachments/${file.id}/thumbnail`, person.token, picture)
  await call('message:post', { roomId, clientId: randomUUID(), body: '', attachmentIds: [file.id] })
  return file.id
}

function words(more: object = {}): Filling {
  return { body: { clientId: randomUUID(), body: 'words', ...more } }
}

function postOfTheirs({ stage, who }: Asking): Filling {
  return { places: { seq: stage.postOf(who) } }
}

/** The owner's word goes before each question of a row: what one permitted does is undone for the next. */
const arrange = (method: string, roomId: number, path: string, body?: object) =>
  actors.owner.person.api(method, `/api/v1/rooms/${roomId}${path}`, body)

async function bystanderInside({ stage, who }: Asking): Promise<Filling> {
  const { id } = bystander.person.account
  await arrange('DELETE', stage.roomOf(who), `/bans/${id}`)
  await arrange('PUT', stage.roomOf(who), `/members/${id}`)
  return account(bystander.person)
}

async function moderatorInside(asking: Asking): Promise<Filling> {
  const filling = await bystanderInside(asking)
  const { id } = bystander.person.account
  await arrange('PATCH', asking.stage.roomOf(asking.who), `/members/${id}`, { role: 'moderator' })
  return filling
}

async function postInAnnouncements(asking: Asking): Promise<Filling> {
  await arrange('PATCH', asking.stage.roomOf(asking.who), '', { announcement: true })
  return postOfTheirs(asking)
}

/** What was answered: for calls, as REST would say it. */
type Answer = { status: number; body: unknown }

async function ask(row: string, asking: Asking): Promise<Answer> {
  const [name = '', path] = row.replace(/ \(.*\)$/, '').split(' ')
  const filling = (await fillings[row]?.(asking)) ?? {}
  return path === undefined ? call(name as CallName, asking, filling) : fetch(name, path, asking, filling)
}

async function fetch(
  method: string,
  path: string,
  { actor, roomId }: Asking,
  { places = {}, query = '', body, raw, token }: Filling,
): Promise<Answer> {
  const all: Record<string, number | string> = { roomId, ...places }
  const filled = path.replace(/:(\w+)/g, (_, place: string) => `${all[place]}`)
  const prefix = operations.includes(path) ? '' : '/api/v1'
  if (raw) return send(method, `${prefix}${filled}`, actor.person.token, raw)
  const authorization = token && { authorization: `Bearer ${token}` }
  const answer = await actor.person.api(method, `${prefix}${filled}?${query}`, body, { ...authorization })
  return { status: answer.status, body: answer.body }
}

async function send(
  method: string,
  path: string,
  token: string,
  { headers, body }: NonNullable<Filling['raw']>,
) {
  const authorization = `Bearer ${token}`
  const answer = await globalThis.fetch(server.url + path, {
    method,
    headers: { authorization, ...headers },
    body,
  })
  const text = await answer.text()
  return { status: answer.status, body: text && JSON.parse(text) }
}

async function call(name: CallName, { actor, roomId }: Asking, { body }: Filling): Promise<Answer> {
  try {
    const data = await actor.call(name, { roomId, ...body } as never)
    return { status: 200, body: data }
  } catch (error) {
    if (!(error instanceof ChatterError)) throw error
    return { status: errorStatus[error.code], body: error.toWire() }
  }
}

const operations = ['/healthz', '/readyz', '/metrics']

function verdictOf({ status }: Answer): string {
  return { 200: '+', 201: '+', 204: '+', 401: '!', 403: 'F', 404: '-' }[status] ?? `(${status})`
}

const isOutside = (who: Standing) => who === 'logged out' || who === 'revoked'

/** Every answer to somebody outside that was another one for a room that does not exist. */
const tells: string[] = []
const noRoom = 999_999_999

/** Asks for one kind of room, from right to left: those who are refused first, then those who may change it. */
async function askAll(row: string, stage: Stage, kind: string): Promise<string> {
  const verdicts: string[] = []
  for (const who of standings.toReversed()) {
    const asking = { who, actor: actors[who], stage, roomId: stage.roomOf(who) }
    const answer = await ask(row, asking)
    const verdict = verdictOf(answer)
    verdicts.unshift(verdict)
    if (verdict !== '-' && verdict !== '!') continue
    const absent = await ask(row, { ...asking, roomId: noRoom })
    if (!isSame(answer, absent))
      tells.push(`${row}, ${kind}, ${who}: ${JSON.stringify(answer)} or ${JSON.stringify(absent)}`)
  }
  return verdicts.join('')
}

function isSame(one: Answer, other: Answer): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Rows that leave everybody and everything where they were, and so share a stage. */
const leavesStage =
  /^GET|^reaction|^marker|^typing|^signal|^presence|^message:post|^message:edit|preferences$|attachments|uploads/
const stages = new Map<string, Promise<Stage>>()

function stageFor(row: string, kind: RoomKind): Promise<Stage> {
  if (!leavesStage.test(row) || row.endsWith('announcement)')) return cast.open(kind)
  const known = stages.get(kind) ?? cast.open(kind)
  stages.set(kind, known)
  return known
}

const rows = matrix
  .split('\n')
  .filter(line => /^[A-Za-z]/.test(line))
  .map(line => ({ name: line.slice(0, 58).trim(), expected: line.slice(58) }))

for (const { name, expected } of rows)
  test(`[PERM1] ${name}`, async () => {
    const concernsRooms = expected.trim().length > standings.length
    const columns = roomKinds.map((_, n) => expected.slice(n * 10, n * 10 + 10).trim())
    const answered: string[] = []
    for (const [n, kind] of roomKinds.entries())
      if (columns[n])
        answered.push(await askAll(name, await stageFor(name, concernsRooms ? kind : 'lobby'), kind))
    assert.deepEqual(answered, columns.filter(Boolean))
  })

test('[PERM1] [SES2] no call is carried out on a connection that stood when its session was revoked', async () => {
  const { person } = actors.owner
  const answered: string[] = []
  for (const name of Object.keys(calls) as CallName[]) {
    const row = rows.find(row => row.name === name) ? name : `${name} (mine)`
    const stage = await stageFor(row, name === 'signal:send' ? 'direct' : 'public')
    const { id, token } = await cast.logIn(person)
    const { call, socket } = await connect(server.url, token)
    const asking: Asking = { who: 'owner', actor: { person, call }, stage, roomId: stage.roomOf('owner') }
    assert.equal(verdictOf(await ask(row, asking)), '+', name)
    const { body } = (await fillings[row]?.(asking)) ?? {}
    const isCutOff = new Promise(resolve => socket.once('disconnect', resolve))
    // It hears of that a moment before it is cut off, and goes on in this moment.
    socket.once('session:revoked', () => {
      socket.emit(name, { roomId: asking.roomId, ...body } as never, () => answered.push(name))
    })
    await person.api('DELETE', `/api/v1/sessions/${id}`)
    await isCutOff
    if (name !== 'message:post') continue
    const posted = await history(person, asking.roomId)
    const { clientId } = body as { clientId: string }
    assert.ok(!posted.some(message => message.clientId === clientId))
  }
  assert.deepEqual(answered, [])
})

test('[PERM1] every route of the server and every call of the protocol has its row', () => {
  const known = new Set(rows.map(({ name }) => name.replace(/ \(.*\)$/, '')))
  const missing = [...routesOf(server.app.printRoutes({ commonPrefix: false })), ...Object.keys(calls)]
    .map(name => name.replace('/api/v1', ''))
    .filter(name => !known.has(name))
  assert.deepEqual(missing, [])
})

/** Fastify draws its routes as a tree. The documentation's own pages are left out, as is what answers HEAD and OPTIONS. */
function routesOf(tree: string): string[] {
  const parents: string[] = []
  return tree.split('\n').flatMap(line => {
    const [, branch, part, methods] = line.match(/^([│ ]*[├└]── )(\S+)(?: \((.*)\))?$/) ?? []
    if (!branch || !part) return []
    const depth = branch.length / 4 - 1
    parents.splice(depth, Number.POSITIVE_INFINITY, part)
    const path = parents.join('').replaceAll('//', '/')
    if (path.startsWith('/docs')) return []
    return (methods?.split(', ') ?? [])
      .filter(method => method !== 'HEAD' && method !== 'OPTIONS')
      .map(method => `${method} ${path}`)
  })
}

test('[PERM1] the list of routes is complete', () => {
  const routes = routesOf(server.app.printRoutes({ commonPrefix: false }))
  for (const route of [
    'GET /metrics',
    'PATCH /api/v1/rooms/:roomId/members/:accountId',
    'POST /api/v1/rooms',
  ])
    assert.ok(routes.includes(route), `${route} is not among ${routes}`)
})

test('[PERM2] to who is outside, a room that exists answers as one that does not, to the letter', () => {
  assert.deepEqual(tells, [])
})
