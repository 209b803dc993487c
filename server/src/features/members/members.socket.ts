import fp from 'fastify-plugin'
import { createGatherer, padKeys } from '../../lib/gather.ts'
import { type ChatterSocket, roomChannel } from '../../lib/sockets.ts'
import { selectPlaces } from './members.table.ts'

/** Where a person was found to be, and how often they had moved by then. */
type Places = { roomIds: number[]; groupIds: number[]; peerIds: number[]; moves: number }

/** Lets each connection hear the rooms of its person, before the client is told that it is connected. */
export const memberChannels = fp(async app => {
  const find = createGatherer((accountIds: readonly number[]) => selectPlaces(app.db, padKeys(accountIds)))
  const found = new WeakMap<ChatterSocket, Places>()

  async function findPlaces(accountId: number): Promise<Places> {
    const moves = app.presence.movesOf(accountId)
    const places = (await find(accountId)) ?? []
    return {
      roomIds: places.map(({ roomId }) => roomId),
      groupIds: places.filter(({ peerId }) => peerId === null).map(({ roomId }) => roomId),
      peerIds: places.flatMap(({ peerId }) => peerId ?? []),
      moves,
    }
  }

  app.realtime.onConnect(async socket => {
    const places = await findPlaces(socket.data.account.id)
    found.set(socket, places)
    await socket.join(places.roomIds.map(roomChannel))
  })

  /** One function for all connections, as each closure is memory. */
  function depart(this: ChatterSocket) {
    app.presence.depart(this.data.account.id, this.id)
  }

  app.realtime.onConnected(socket => {
    const { id } = socket.data.account
    const places = found.get(socket)!
    found.delete(socket)
    const hasMoved = app.presence.movesOf(id) !== places.moves
    const whereabouts = { roomIds: places.groupIds, peerIds: places.peerIds }
    app.presence.arrive(id, socket.id, whereabouts, { areAll: !hasMoved })
    socket.on('disconnect', depart)
    // A room that was entered or left in between could not reach a connection that was not complete yet.
    if (hasMoved) follow(socket, places).catch(error => app.log.error({ err: error }))
  })

  async function follow(socket: ChatterSocket, before: Places): Promise<void> {
    const { id } = socket.data.account
    const places = await findPlaces(id)
    if (!socket.connected) return
    // They moved again while this was read. From here on nothing may come in between.
    if (app.presence.movesOf(id) !== places.moves) return follow(socket, before)
    const left = before.roomIds.filter(roomId => !places.roomIds.includes(roomId))
    for (const roomId of left) {
      void socket.leave(roomChannel(roomId))
      app.presence.leaveRoom(id, roomId)
    }
    void socket.join(places.roomIds.map(roomChannel))
    app.presence.arrive(id, socket.id, { roomIds: places.groupIds, peerIds: places.peerIds })
  }
})
