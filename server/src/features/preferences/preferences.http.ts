import { Id } from '@chatter/shared/primitives.ts'
import { PreferencesChanged, RoomPreferences } from '@chatter/shared/rooms.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { changePreferences } from './preferences.ts'

export const preferenceRoutes: FastifyPluginAsyncTypebox = async app => {
  app.patch(
    '/rooms/:roomId/preferences',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'What I want of a room',
        params: Type.Object({ roomId: Id }),
        body: RoomPreferences,
        response: { 200: PreferencesChanged },
      },
    },
    ({ account, params, body }) => changePreferences(app, account, params.roomId, body),
  )
}
