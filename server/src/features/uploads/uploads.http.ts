import type { IncomingMessage } from 'node:http'
import {
  AttachmentId,
  Claim,
  ClaimProof,
  Declaration,
  NewAttachment,
  UploadLimits,
} from '@chatter/shared/attachments.ts'
import { Id } from '@chatter/shared/primitives.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { createClaims } from './claims.ts'
import { formRoutes } from './form.http.ts'
import { storeThumbnail, thumbnailTypes } from './thumbnails.ts'
import { tusRoutes } from './tus.http.ts'
import { readLimits } from './uploads.limits.ts'

const inRoom = Type.Object({ roomId: Id })
const ofOne = Type.Object({ id: AttachmentId })

/** How long whoever was refused in the middle of sending may take to hear of it, in milliseconds. */
const lingering = 5_000

/** The same, when the server closes, and where the answer says what they find out anyhow by asking again. */
const goodbye = 200

/** What is larger is not read to its end to be refused. */
const largestThumbnail = 1024 * 1024

export const uploadRoutes: FastifyPluginAsyncTypebox = async app => {
  const claims = createClaims(app)
  app.addContentTypeParser(
    thumbnailTypes,
    { parseAs: 'buffer', bodyLimit: largestThumbnail },
    (_, body, done) => done(null, body),
  )
  await app.register(formRoutes)
  await app.register(tusRoutes)

  // A connection that is closed over unread bytes takes the answer with it: what still comes is thrown away for a while.
  const lingerers = new Set<IncomingMessage>()
  let patience = lingering
  app.addHook('onResponse', async ({ raw }, { statusCode }) => {
    if (raw.complete) return
    // Browsers send a request again by themselves when its connection breaks, from its beginning, and hear of nothing before its end.
    const isOutOfPlace = statusCode === 409
    if (isOutOfPlace) raw.pause()
    else raw.resume()
    lingerers.add(raw)
    const left = isOutOfPlace ? goodbye : patience
    const timer = setTimeout(() => raw.complete || raw.destroy(), left).unref()
    raw.once('close', () => {
      clearTimeout(timer)
      lingerers.delete(raw)
    })
  })
  // A server that closes waits for nobody's gigabytes: they go on with the next one.
  app.addHook('preClose', async () => {
    app.uploads.live.stopAll()
    patience = goodbye
    setTimeout(() => {
      for (const raw of lingerers) raw.destroy()
    }, goodbye)
  })

  app.get(
    '/uploads/limits',
    {
      preHandler: app.authenticate,
      schema: { summary: 'What I may upload', response: { 200: UploadLimits } },
    },
    ({ account }) => readLimits(app.db, app.uploads.rules, account.id),
  )

  app.post(
    '/rooms/:roomId/attachments/claims',
    {
      preHandler: app.authenticate,
      schema: { summary: 'Is it here already?', params: inRoom, body: Declaration, response: { 200: Claim } },
    },
    async ({ account, params, body }) => ({ claim: await claims.open(account, params.roomId, body) }),
  )

  app.put(
    '/attachments/claims/:id',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Prove that I have it, too',
        params: ofOne,
        body: ClaimProof,
        response: { 201: NewAttachment },
      },
    },
    async (request, reply) => {
      const attachment = await claims.prove(request.account, request.params.id, request.body.proof)
      return reply.status(201).send({ attachment })
    },
  )

  app.put(
    '/attachments/:id/thumbnail',
    {
      preHandler: app.authenticate,
      schema: { summary: 'Give my file a small picture', consumes: thumbnailTypes, params: ofOne },
    },
    async (request, reply) => {
      const type = request.headers['content-type']!.split(';')[0]!.trim().toLowerCase()
      await storeThumbnail(app, request.account, request.params.id, type, request.body as Buffer)
      return reply.status(204).send()
    },
  )
}
