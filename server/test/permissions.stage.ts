/** The people of the permission matrix, and the rooms in which they stand as its columns say. */
import { randomUUID } from 'node:crypto'
import { type Answer, type Connection, connect, createPerson, type Person } from './person.ts'
import { password, type TestServer } from './server.ts'
import { lobbyOf, post } from './talk.ts'

/** The columns of the matrix, in order. */
export const standings = [
  'owner',
  'moderator',
  'member',
  'former member',
  'banned',
  'outsider',
  'logged out',
  'revoked',
] as const
export type Standing = (typeof standings)[number]

/** Those who have a session: in the lobby all of them are members, and in a direct room the first three are. */
const people = standings.slice(0, 6)
const inside = standings.slice(0, 3)

export const roomKinds = ['public', 'private', 'direct', 'lobby'] as const
export type RoomKind = (typeof roomKinds)[number]

export type Actor = {
  person: Person
  /** Calls, on a connection of this session. @throws ChatterError, also when it cannot connect */
  call: Connection['call']
}

/** One room for everybody; among direct rooms, for each of those inside, one of their own. */
export type Stage = {
  roomOf: (who: Standing) => number
  /** The `seq` of a post of theirs or, of those who were never inside, of somebody else. */
  postOf: (who: Standing) => number
  /** A new post of the bystander. Returns its `seq`. */
  bystanderPosts: (who: Standing) => Promise<number>
}

export type Cast = {
  actors: Record<Standing, Actor>
  /** A member wherever the others are members, and the other one of direct rooms. */
  bystander: Actor
  /** Somebody whom nobody knows yet. */
  newcomer: Person
  /** Sets a room of this kind up anew. */
  open: (kind: RoomKind) => Promise<Stage>
  /** Opens another session of somebody. */
  logIn: (person: Person) => Promise<{ id: number; token: string }>
}

export async function gatherCast(server: TestServer): Promise<Cast> {
  const signUp = async (name: string) => createActor(await server.signUp(name))
  const actors = {} as Record<Standing, Actor>
  for (const who of people) actors[who] = await signUp(who.replace(' ', '-'))
  const { person: owner } = actors.owner
  const bystander = await signUp('bystander')
  const newcomer = await server.signUp('newcomer')

  async function logIn({ account }: Person): Promise<{ id: number; token: string }> {
    const form = { username: account.username, password, device: 'Another' }
    return ok(server.api('POST', '/api/v1/sessions', form)).then(({ session }) => session)
  }

  const revoked = await logIn(owner)
  await ok(owner.api('DELETE', `/api/v1/sessions/${revoked.id}`))
  for (const [who, token] of [
    ['logged out', ''],
    ['revoked', revoked.token],
  ] as const) {
    const person = createPerson(server.url, { account: owner.account, session: { id: 0, token } })
    actors[who] = {
      person,
      call: async (...call) => (await connect(server.url, token)).call(...call),
    }
  }

  const opens = {
    public: () => openGroup('public'),
    private: () => openGroup('private'),
    direct: openDirects,
    lobby: openLobby,
  }

  /** A room of the owner, with everybody standing in it or before it as the columns say. */
  async function openGroup(kind: 'public' | 'private'): Promise<Stage> {
    const { room } = await ok(owner.api('POST', '/api/v1/rooms', { name: randomUUID(), kind }))
    const path = `/api/v1/rooms/${room.id}`
    const idOf = (who: Standing) => actors[who].person.account.id
    const members = people.filter(who => who !== 'owner' && who !== 'outsider').map(idOf)
    for (const id of [...members, bystander.person.account.id])
      await ok(owner.api('PUT', `${path}/members/${id}`))
    const seqs = await postAll(
      people.filter(who => who !== 'outsider'),
      () => room.id,
    )
    await ok(owner.api('PATCH', `${path}/members/${idOf('moderator')}`, { role: 'moderator' }))
    await ok(owner.api('DELETE', `${path}/members/${idOf('former member')}`))
    await ok(owner.api('PUT', `${path}/bans/${idOf('banned')}`))
    return createStage(() => room.id, seqs)
  }

  async function openDirects(): Promise<Stage> {
    const rooms = new Map<Standing, number>()
    for (const who of inside) {
      const path = `/api/v1/directs/${bystander.person.account.id}` as const
      rooms.set(who, (await ok(actors[who].person.api('PUT', path))).room.id)
    }
    const roomOf = (who: Standing) => rooms.get(who) ?? rooms.get('member')!
    return createStage(roomOf, await postAll(inside, roomOf))
  }

  async function openLobby(): Promise<Stage> {
    const { id } = await lobbyOf(owner)
    return createStage(() => id, await postAll(people, () => id))
  }

  async function postAll(authors: readonly Standing[], roomOf: Stage['roomOf']) {
    const posts = authors.map(async who => [who, await postBy(actors[who], roomOf(who))] as const)
    return new Map(await Promise.all(posts))
  }

  function createStage(roomOf: Stage['roomOf'], seqs: ReadonlyMap<Standing, number>): Stage {
    return {
      roomOf,
      postOf: who => seqs.get(who) ?? seqs.get('member')!,
      bystanderPosts: who => postBy(bystander, roomOf(who)),
    }
  }

  return { actors, bystander, newcomer, logIn, open: kind => opens[kind]() }
}

async function createActor(person: Person): Promise<Actor> {
  let connection = await person.connect()
  return {
    person,
    async call(...call) {
      // A machine that is very busy may lose a connection, as people do.
      if (!connection.socket.connected) connection = await person.connect()
      return connection.call(...call)
    },
  }
}

async function postBy({ call }: Actor, roomId: number): Promise<number> {
  return (await post({ call } as Connection, roomId, randomUUID())).seq
}

/** What was answered. Rejects when it was a refusal: the stage itself must stand. */
async function ok<Content>(asked: Promise<Answer<Content>>): Promise<Content> {
  const { status, body } = await asked
  if (status >= 300) throw new Error(`The stage does not stand: ${JSON.stringify(body)}`)
  return body
}
