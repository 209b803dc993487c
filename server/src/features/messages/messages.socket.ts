import fp from 'fastify-plugin'
import { isMysql } from '../../lib/dialect.ts'
import { deleteMessage, editMessage } from './messages.edits.ts'
import { createMysqlLedger } from './messages.ledger.mysql.ts'
import { createSqliteLedger } from './messages.ledger.sqlite.ts'
import { createMessageNews, type MessageNews } from './messages.news.ts'
import { findWritten } from './messages.table.ts'
import { postMessage } from './messages.ts'
import { createMessageWriter, type MessageWriter } from './messages.writer.ts'
import { createNewestPages, type NewestPages } from './newest-pages.ts'

declare module 'fastify' {
  interface FastifyInstance {
    messageWriter: MessageWriter
    messageNews: MessageNews
    newestPages: NewestPages
  }
}

/** Opens the writer, which tells each room what it wrote, and lets people post, edit and delete. */
export const messageCalls = fp(async app => {
  const ledger = isMysql(app.db) ? createMysqlLedger(app.db) : createSqliteLedger(app.db)
  const news = createMessageNews(app.realtime, app.nodes)
  const writer = createMessageWriter({
    ledger,
    findWritten: signatures => findWritten(app.db, signatures),
    publish: news.posted,
    log: app.log,
    onGroup: (messages, seconds) => app.metrics.countGroup(messages, seconds),
    onWriting: app.talk.follow,
  })
  app.decorate('messageWriter', writer)
  app.decorate('messageNews', news)
  app.decorate('newestPages', createNewestPages(app.db))
  app.addHook('onClose', async () => {
    await writer.drain()
    await ledger.close()
  })

  app.realtime.onCall('message:post', (request, { account }) => {
    app.limits.take('post', account.id)
    return postMessage(app, account, request)
  })
  app.realtime.onCall('message:edit', (request, { account }) => {
    app.limits.take('post', account.id)
    return editMessage(app, account, request)
  })
  app.realtime.onCall('message:delete', (request, { account }) => {
    app.limits.take('post', account.id)
    return deleteMessage(app, account, request)
  })
})
