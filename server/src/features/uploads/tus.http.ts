/** The door of tus, the protocol of uploads that survive what cuts them off: https://tus.io/protocols/resumable-upload */
import { randomUUID } from 'node:crypto'
import { AttachmentId } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Server } from '@tus/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { watchPace } from './pace.ts'
import { type Asking, accessOwn, asking, UploadStore } from './tus.store.ts'
import { tooLarge } from './uploads.limits.ts'

/** What the protocol reads of a request. Everything else is none of its business. */
const asked = [
  'content-length',
  'content-type',
  'tus-resumable',
  'upload-concat',
  'upload-defer-length',
  'upload-length',
  'upload-metadata',
  'upload-offset',
]

/** What the protocol answers; the rest is told by our own plugins. */
const answered = /^(tus-|upload-|location$|cache-control$)/

export const tusRoutes: FastifyPluginAsyncTypebox = async app => {
  const tus = createTus(app)
  // Bytes are read from the request itself; of what are none, nobody waits for the end.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null))

  const handler = (request: FastifyRequest, reply: FastifyReply) => answer(app, tus, request, reply)
  const config = { upload: true }

  app.post(
    '/uploads',
    { config, preHandler: app.authenticate, schema: { summary: 'Begin an upload (tus)' } },
    handler,
  )
  app.route({
    method: ['HEAD', 'PATCH', 'DELETE'],
    url: '/uploads/:id',
    config,
    preHandler: app.authenticate,
    schema: {
      summary: 'How far an upload is · go on with it · give it up (tus)',
      params: Type.Object({ id: AttachmentId }),
    },
    handler,
  })
}

function createTus(app: FastifyInstance): Server {
  const { rules, live } = app.uploads
  return new Server({
    path: '/api/v1/uploads',
    relativeLocation: true,
    datastore: new UploadStore(app),
    namingFunction: () => randomUUID(),
    // One request at a time works on an upload. The next one takes over, so that no half-open connection holds it.
    locker: {
      newLock: id => ({
        async lock() {
          asking.getStore()!.turn = await live.takeTurn(id)
        },
        async unlock() {
          asking.getStore()!.turn?.end()
        },
      }),
    },
    // Before anybody who works on the upload is asked to make room: it has to be the person's own.
    onIncomingRequest: async ({ method }, id) => {
      if (method !== 'POST') await accessOwn(app, id)
    },
    onUploadCreate: async (_request, { size, metadata }) => {
      if (size! > rules.size) throw tooLarge(rules, size)
      return { metadata }
    },
    onResponseError(_request, error) {
      if (error instanceof Error && !('status_code' in error)) asking.getStore()!.failure = error
      return undefined
    },
  })
}

async function answer(app: FastifyInstance, tus: Server, request: FastifyRequest, reply: FastifyReply) {
  const { account, raw, method, url, headers } = request
  if (headers['upload-checksum'] !== undefined)
    throw new ChatterError(
      'invalid_input',
      'The checksum of a part is not checked here. Tell the sha256 of the whole in Upload-Metadata.',
    )
  const pace = watchPace(raw, app.uploads.patience)
  const own: Asking = { account, raw, pace }
  const known = asked.flatMap(name => (headers[name] === undefined ? [] : [[name, String(headers[name])]]))
  const question = new Request(new URL(url.split('?')[0]!, 'http://chatter'), {
    method,
    headers: known as [string, string][],
  })
  const response = await asking.run(own, () => tus.handleWeb(question))
  pace.stop()
  for (const [name, value] of response.headers) if (answered.test(name)) reply.header(name, value)
  if (own.failure) throw own.failure
  if (response.status >= 400) throw refusal(response.status, await response.text())
  return reply.status(response.status).send()
}

/** What the protocol refuses by itself, in our codes. */
function refusal(status: number, body: string): ChatterError {
  const said = body.trim()
  if (status === 404 || status === 410) return new ChatterError('not_found', 'There is no such upload.')
  if (status === 409)
    return new ChatterError('conflict', 'The upload is at another offset: ask for it, and go on from there.')
  if (status === 413) return new ChatterError('too_large', 'This is more than the upload was told to be.')
  if (status === 412) return new ChatterError('invalid_input', 'Tus-Resumable has to be 1.0.0.')
  if (status >= 500 && status !== 501) return new ChatterError('internal', 'Something went wrong.')
  return new ChatterError('invalid_input', `${said}.`)
}
