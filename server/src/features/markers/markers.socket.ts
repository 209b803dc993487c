import fp from 'fastify-plugin'
import { createRecounts, type Recounts } from './markers.recounts.ts'
import { moveMarker, resetMarker } from './markers.ts'

declare module 'fastify' {
  interface FastifyInstance {
    recounts: Recounts
  }
}

export const markerCalls = fp(async app => {
  app.decorate('recounts', createRecounts())
  app.realtime.onCall('marker:move', (request, { account }) => moveMarker(app, account, request))
  app.realtime.onCall('marker:reset', (request, { account }) => resetMarker(app, account, request))
})
