/** `npm start`: a server on the embedded database and the app connected to it. `npm start -- --help` tells the rest. */
import { join } from 'node:path'
import type { Command, Config } from '../server/src/config.ts'
import { startApp } from './lib/app.ts'
import { endWith, isEnding, runCommand, Trouble } from './lib/ending.ts'
import type { Running } from './lib/processes.ts'
import { progress } from './lib/progress.mjs'
import { startServer, whoListens } from './lib/server.ts'
import { help, readStartOptions, type ServerChoice } from './lib/start-options.ts'

await runCommand(async () => {
  const options = readStartOptions(process.argv.slice(2), process.env)
  if (options.parts === 'help') return console.log(help)
  if (options.parts === 'settings') return console.log(options.settings)
  if (options.parts === 'command') return runCommandOf(options)
  if (options.parts === 'server') return runServer(options)
  if (options.parts === 'app') return runApp(options)
  return runBoth(options)
})

async function runCommandOf({ config, ...command }: { config: Config } & Command) {
  const commands = await import('../server/src/commands.ts')
  const words = await commands.runCommand(config, command).catch(error => {
    throw new Trouble((error as Error).message)
  })
  console.log(words)
}

async function runServer(choice: ServerChoice) {
  if ((await findServer(choice)) === 'running')
    throw new Trouble(`A Chatter server already runs at ${choice.serverUrl}.`)
  const server = await start(choice)
  return server.exited
}

async function runApp({ serverUrl }: { serverUrl: string }) {
  if (!hasDisplay())
    throw new Trouble('The app needs a display, and there is none here (DISPLAY is not set).')
  const app = await startApp(serverUrl)
  const code = await app.exited
  if (app.wasOpen()) console.log(`The app was open already. It is on ${serverUrl} now.`)
  return code
}

async function runBoth(choice: ServerChoice) {
  const server = (await findServer(choice)) === 'running' ? undefined : await startOwnServer(choice)
  if (!server) console.log(`A Chatter server already runs at ${choice.serverUrl}; the app uses that one.`)
  if (!hasDisplay()) return withoutDisplay(server)
  const app = await startApp(choice.serverUrl)
  console.log('Close the app or press Ctrl-C to stop.')
  const ended = server?.exited.then(code => serverEnded(code, server))
  const code = await Promise.race([app.exited, ...(ended ? [ended] : [])])
  if (!app.wasOpen()) return code
  console.log(`The app was open already. It is on ${choice.serverUrl} now.`)
  if (ended) console.log('The server runs until you press Ctrl-C.')
  return ended ?? code
}

async function startOwnServer(choice: ServerChoice) {
  const log = join(choice.dataDir, 'server.log')
  const server = await progress('Starting the server', () => start(choice, log))
  console.log(`The server is ready at ${server.url}`)
  console.log(
    `  data  ${choice.dataDir}${choice.databaseUrl ? ' (files), and the database that was named' : ''}`,
  )
  console.log(`  log   ${log}`)
  return server
}

/** What else it is to know stands in the environment, and in the file that was named. */
function start({ settingsFile, ...choice }: ServerChoice, log?: string) {
  return startServer({ ...choice, log, settings: settingsFile ? { CHATTER_CONFIG: settingsFile } : {} })
}

/** Whether our port has a Chatter server already. Something else there is an error. */
async function findServer({ serverUrl, host, port }: ServerChoice) {
  const listener = await whoListens(serverUrl)
  if (listener === 'chatter') return 'running'
  if (listener === 'nobody') return 'none'
  const nameAnother = `Name a free one: npm start -- --port ${port + 1}`
  if (listener === 'another') throw new Trouble(`Another program listens on port ${port}. ${nameAnother}`)
  throw new Trouble(
    `${serverUrl} does not answer. Is ${host} an address of this machine?\n` +
      `If it is, another program may listen on port ${port}. ${nameAnother}`,
  )
}

async function withoutDisplay(server: Running | undefined) {
  console.log('There is no display here (DISPLAY is not set), so only the server runs.')
  if (!server) return 0
  console.log('Press Ctrl-C to stop.')
  return server.exited
}

async function serverEnded(code: number, server: Running) {
  if (isEnding()) return
  console.error(`\nThe server ended by itself, with code ${code}. It said:\n${server.lastWords()}`)
  await endWith(1)
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
