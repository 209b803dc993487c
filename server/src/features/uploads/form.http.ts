import { NewAttachment } from '@chatter/shared/attachments.ts'
import { Id } from '@chatter/shared/primitives.ts'
import multipart from '@fastify/multipart'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { formLimits, receiveForm } from './form.ts'

export const formRoutes: FastifyPluginAsyncTypebox = async app => {
  // An upload may take its time; of what is none, nobody waits for the end.
  app.removeAllContentTypeParsers()
  await app.register(multipart, { limits: formLimits })

  app.post(
    '/rooms/:roomId/attachments',
    {
      config: { upload: true },
      preHandler: app.authenticate,
      schema: {
        summary: 'Upload a whole file, in a form',
        consumes: ['multipart/form-data'],
        params: Type.Object({ roomId: Id }),
        response: { 201: NewAttachment },
      },
    },
    async (request, reply) => {
      const attachment = await receiveForm(app, request, request.account, request.params.roomId)
      return reply.status(201).send({ attachment })
    },
  )
}
