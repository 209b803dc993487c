import { Account, AccountChange, GivenPassword } from '@chatter/shared/accounts.ts'
import { Presence } from '@chatter/shared/presence.ts'
import { Id } from '@chatter/shared/primitives.ts'
import { AccountList } from '@chatter/shared/rooms.ts'
import { Me, MeChange, NewSession, PasswordChange, SignUp } from '@chatter/shared/sessions.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Config } from '../../config.ts'
import { findSession } from '../sessions/sessions.ts'
import { findReadReceipts } from './accounts.table.ts'
import { accessAccount, accountPage, listAccounts, signUp } from './accounts.ts'
import { changeAccount, givePassword } from './administration.ts'
import { changePassword } from './password.ts'
import { changeMe } from './profile.ts'

const PeopleQuery = Type.Object({
  query: Type.Optional(Type.String({ maxLength: 200 })),
  after: Type.Optional(Id),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: accountPage.max })),
})

export const accountRoutes: FastifyPluginAsyncTypebox<{ config: Config }> = async (app, { config }) => {
  app.post(
    '/accounts',
    {
      config: app.limits.perAddress('limitSignUps'),
      schema: { summary: 'Sign up', body: SignUp, response: { 201: NewSession } },
    },
    async (request, reply) => reply.status(201).send(await signUp(app, config, request.body)),
  )

  app.get(
    '/accounts',
    {
      preHandler: app.authenticate,
      schema: { summary: 'People, by id', querystring: PeopleQuery, response: { 200: AccountList } },
    },
    request => listAccounts(app, request.query),
  )

  app.get(
    '/accounts/:accountId',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Somebody, and how they are now',
        params: Type.Object({ accountId: Id }),
        response: { 200: Type.Object({ account: Account, presence: Presence }) },
      },
    },
    request => accessAccount(app, request.params.accountId),
  )

  app.patch(
    '/accounts/:accountId',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Change what somebody may do here; for administrators',
        params: Type.Object({ accountId: Id }),
        body: AccountChange,
        response: { 200: Type.Object({ account: Account }) },
      },
    },
    async request => ({
      account: await changeAccount(app, request.account, request.params.accountId, request.body),
    }),
  )

  app.post(
    '/accounts/:accountId/password',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Give somebody a new password; for administrators',
        params: Type.Object({ accountId: Id }),
        response: { 200: GivenPassword },
      },
    },
    request => givePassword(app, request.account, request.params.accountId),
  )

  app.get(
    '/me',
    { preHandler: app.authenticate, schema: { summary: 'Who I am', response: { 200: Me } } },
    async request => ({
      account: request.account,
      session: await findSession(app, request.sessionId),
      readReceipts: await findReadReceipts(app.db, request.account.id),
    }),
  )

  app.patch(
    '/me',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Change my profile',
        body: MeChange,
        response: { 200: Type.Object({ account: Account }) },
      },
    },
    async request => ({ account: await changeMe(app, request.account, request.body) }),
  )

  app.put(
    '/me/password',
    {
      config: app.limits.perAddress('limitLogIns'),
      preHandler: app.authenticate,
      schema: { summary: 'Change my password', body: PasswordChange },
    },
    async (request, reply) => {
      await changePassword(app, request, request.body)
      return reply.status(204).send()
    },
  )
}
