import fp from 'fastify-plugin'
import { addReaction, removeReaction } from './reactions.ts'

export const reactionCalls = fp(async app => {
  app.realtime.onCall('reaction:add', (request, { account }) => {
    app.limits.take('post', account.id)
    return addReaction(app, account, request)
  })
  app.realtime.onCall('reaction:remove', (request, { account }) => {
    app.limits.take('post', account.id)
    return removeReaction(app, account, request)
  })
})
