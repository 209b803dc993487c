import { AlertPreferences, AlertPreferencesChange } from '@chatter/shared/alerts.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { changeAlertPreferences, readAlertPreferences } from './alerts.ts'

export const alertRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/me/alerts',
    {
      preHandler: app.authenticate,
      schema: { summary: 'What I want of notifications', response: { 200: AlertPreferences } },
    },
    ({ account }) => readAlertPreferences(app, account),
  )

  app.patch(
    '/me/alerts',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Do not disturb, quiet hours and keywords',
        body: AlertPreferencesChange,
        response: { 200: AlertPreferences },
      },
    },
    ({ account, body }) => changeAlertPreferences(app, account, body),
  )
}
