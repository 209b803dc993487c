import { SearchPage, SearchQuery } from '@chatter/shared/search.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Config } from '../../config.ts'
import { startIndexing } from './search.indexing.ts'
import { search } from './search.ts'

/** Lets people search, and keeps the index up with what they write. */
export const searchRoutes: FastifyPluginAsyncTypebox<{ config: Config }> = async (app, { config }) => {
  if (config.searchIndexing === 'on') {
    const indexing = startIndexing(app)
    app.addHook('onClose', indexing.close)
  }

  app.get(
    '/search',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Search my rooms',
        querystring: SearchQuery,
        response: { 200: SearchPage },
      },
    },
    ({ account, query }) => search(app, account, query),
  )
}
