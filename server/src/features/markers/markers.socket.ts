import fp from 'fastify-plugin'
import { moveMarker } from './markers.ts'

export const markerCalls = fp(async app => {
  app.realtime.onCall('marker:move', (request, { account }) => moveMarker(app, account, request))
})
