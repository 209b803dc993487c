import fp from 'fastify-plugin'
import type { ChatterSocket } from '../../lib/sockets.ts'
import { createPresenceBook, type PresenceBook } from './presence.book.ts'
import { createPresenceNews } from './presence.news.ts'
import { sharePresence } from './presence.nodes.ts'
import { storeLastSeen } from './presence.table.ts'
import { presencesOf } from './presence.ts'
import { createWatchers } from './presence.watchers.ts'

declare module 'fastify' {
  interface FastifyInstance {
    presence: PresenceBook
  }
}

/** A server that is killed cannot say when people were last there, so it says so this often, in milliseconds. */
const diaryInterval = 60_000

/** Keeps the presence book, tells what changes in it, and lets people say how they are and whom they look at. */
export const presenceCalls = fp(async app => {
  const watchers = createWatchers()
  const book = createPresenceBook(() => news.stir())
  const news = createPresenceNews(app, book, watchers)
  const shared = sharePresence(book, app.nodes)
  const writeDiary = () => {
    const seen = shared.connected().map(accountId => ({ accountId, at: Date.now() }))
    return storeLastSeen(app.db, seen).catch((error: unknown) => {
      app.log.error({ err: error }, 'last seen not stored')
    })
  }
  const diary = setInterval(writeDiary, diaryInterval).unref()
  app.decorate('presence', shared)
  app.addHook('onClose', async () => {
    clearInterval(diary)
    book.close()
    await news.close()
    await writeDiary()
  })

  app.realtime.onCall('presence:set', ({ state }, { account, socket }) => {
    shared.setState(account.id, socket.id, state)
    return {}
  })

  function forget(this: ChatterSocket) {
    watchers.forget(this.id)
  }

  app.realtime.onCall('presence:watch', async ({ accountIds }, { socket }) => {
    if (watchers.watch(socket.id, accountIds)) socket.once('disconnect', forget)
    return { presences: await presencesOf(app, accountIds) }
  })
})
