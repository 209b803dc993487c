import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import fp from 'fastify-plugin'

const downloads = {
  asked: ['range', 'if-range', 'if-none-match'],
  answered: ['accept-ranges', 'content-disposition', 'content-length', 'content-range', 'etag'],
}

/** What tus has in its headers. */
const uploads = {
  asked: ['tus-resumable', 'upload-length', 'upload-metadata', 'upload-offset'],
  answered: [
    'location',
    'tus-extension',
    'tus-max-size',
    'tus-resumable',
    'tus-version',
    'upload-expires',
    'upload-length',
    'upload-metadata',
    'upload-offset',
  ],
}

/** What browsers are told about our answers. */
export const headers = fp(async app => {
  await app.register(helmet, {
    // An answer is data. Where one is opened as a page, it loads and runs nothing.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // The app's page, at app://chatter, shows what it downloads from here.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // Whoever puts TLS in front of the server decides whether there is a way back.
    strictTransportSecurity: false,
  })
  // Sessions are bearer tokens and never cookies, so a foreign page can do here only what anybody can.
  await app.register(cors, {
    origin: '*',
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'x-request-id', ...downloads.asked, ...uploads.asked],
    exposedHeaders: [
      'retry-after',
      'server-timing',
      'x-request-id',
      ...downloads.answered,
      ...uploads.answered,
    ],
    maxAge: 86_400,
  })
  // What the network took is the difference to what the client measures.
  app.addHook('onSend', async (_request, reply) => {
    reply.header('server-timing', `total;dur=${reply.elapsedTime.toFixed(1)}`)
  })
})
