/**
 * Stands in for @fastify/static in the server's single file, where the pages of the API's documentation are assets.
 */
const { extname } = require('node:path')
const { getAsset, getAssetKeys } = require('node:sea')

/** @type {Record<string, string>} */
const types = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.png': 'image/png' }

/** @type {import('fastify').FastifyPluginAsync} */
module.exports = async function serveAssets(app) {
  const keys = new Set(getAssetKeys())
  app.get('/*', { schema: { hide: true } }, (request, reply) => {
    const name = /** @type {Record<string, string>} */ (request.params)['*'] ?? ''
    if (!keys.has(`static/${name}`)) return reply.callNotFound()
    reply.type(types[extname(name)] ?? 'application/octet-stream')
    return reply.send(Buffer.from(getAsset(`static/${name}`)))
  })
}
