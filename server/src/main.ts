/** The server as a process: `node main.ts [flags]`. */
import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import manifest from '../package.json' with { type: 'json' }
import { buildApp } from './app.ts'
import { runCommand } from './commands.ts'
import { type Config, helpText, printConfig, readConfig } from './config.ts'

/** How long closing may take before the process ends anyway, in milliseconds. */
const closingTime = 15_000

try {
  const start = readConfig(process.argv.slice(2), process.env)
  if (start.wish === 'help') console.log(helpText())
  else if (start.wish === 'version') console.log(manifest.version)
  else if (start.wish === 'print-config') console.log(printConfig(start))
  else if (start.wish === 'command') console.log(await runCommand(start.config, start))
  else await run(start.config)
} catch (error) {
  // What stops a start is for people: one line, no stack.
  console.error(`chatter-server: ${(error as Error).message}`)
  process.exit(1)
}

async function run(config: Config): Promise<void> {
  let app: FastifyInstance | undefined
  const logger = { error: (failure: unknown) => (app?.log ?? console).error(failure) }
  // A second signal ends the process at once.
  closeWithGrace({ delay: closingTime, logger }, async ({ err, signal }) => {
    if (err) logger.error(err)
    else app?.log.info({ signal }, 'closing')
    await app?.close()
  })
  app = await buildApp(config)
  const kind = config.databaseUrl ? 'MySQL' : 'embedded'
  await app.listen({
    host: config.host,
    port: config.port,
    listenTextResolver: address => `Chatter is at ${address}; data in ${config.dataDir}; ${kind} database`,
  })
}
