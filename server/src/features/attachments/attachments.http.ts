import {
  AttachmentId,
  Declaration,
  NewAttachment,
  RoomFiles,
  RoomFilesQuery,
} from '@chatter/shared/attachments.ts'
import { Id } from '@chatter/shared/primitives.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { accessAttachment, declareDirect, removeAttachment } from './attachments.ts'
import { type Downloads, sendFile, sendThumbnail } from './downloads.ts'
import { listFiles } from './files.ts'
import { confirmReceipt } from './receipts.ts'

const params = Type.Object({ id: AttachmentId })
const roomParams = Type.Object({ roomId: Id })

export const attachmentRoutes: FastifyPluginAsyncTypebox = async app => {
  const downloads: Downloads = new Set()
  app.addHook('preClose', async () => {
    for (const bytes of downloads) bytes.destroy()
  })

  app.route({
    // Fastify's own HEAD would read the whole file.
    method: ['GET', 'HEAD'],
    url: '/attachments/:id',
    preHandler: app.authenticate,
    schema: { summary: 'The bytes of a file, or a range of them', params },
    handler: async (request, reply) => {
      const found = await accessAttachment(app, request.account, request.params.id)
      return sendFile(app, downloads, found, request, reply)
    },
  })

  app.get(
    '/attachments/:id/details',
    {
      preHandler: app.authenticate,
      schema: { summary: 'What is known of a file', params, response: { 200: NewAttachment } },
    },
    async ({ account, params }) => ({
      attachment: (await accessAttachment(app, account, params.id)).attachment,
    }),
  )

  app.get(
    '/attachments/:id/thumbnail',
    { preHandler: app.authenticate, schema: { summary: 'The small picture of a file', params } },
    async (request, reply) => {
      const found = await accessAttachment(app, request.account, request.params.id)
      return sendThumbnail(app, downloads, found, request, reply)
    },
  )

  app.delete(
    '/attachments/:id',
    { preHandler: app.authenticate, schema: { summary: 'Take back what was not posted yet', params } },
    async ({ account, params }, reply) => {
      await removeAttachment(app, account, params.id)
      return reply.status(204).send()
    },
  )

  app.put(
    '/attachments/:id/receipt',
    { preHandler: app.authenticate, schema: { summary: 'Say that the whole file came', params } },
    async ({ account, params }, reply) => {
      await confirmReceipt(app, account, params.id)
      return reply.status(204).send()
    },
  )

  app.post(
    '/rooms/:roomId/attachments/direct',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Name a file that goes from person to person',
        params: roomParams,
        body: Declaration,
        response: { 201: NewAttachment },
      },
    },
    async ({ account, params, body }, reply) => {
      app.limits.take('post', account.id)
      const attachment = await declareDirect(app, account, params.roomId, body)
      return reply.status(201).send({ attachment })
    },
  )

  app.get(
    '/rooms/:roomId/files',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Files of a room, newest first',
        params: roomParams,
        querystring: RoomFilesQuery,
        response: { 200: RoomFiles },
      },
    },
    ({ account, params, query }) => listFiles(app, account, params.roomId, query),
  )
}
