/** The server as a process. */
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'

const { config } = readConfig(process.argv.slice(2), process.env)
const app = await buildApp(config)
closeWithGrace({ delay: 10_000 }, async ({ err, signal }) => {
  if (err) app.log.fatal({ err }, 'unexpected failure')
  else app.log.info(`${signal}: closing`)
  await app.close()
})
await app.listen({ host: config.host, port: config.port })
