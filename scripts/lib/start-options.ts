import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  type Command,
  type Config,
  printConfig,
  readCommand,
  readConfig,
  type Start,
} from '../../server/src/config.ts'
import { Trouble } from './ending.ts'
import { urlOf } from './server.ts'

/** What `npm start` is asked for. */
export type StartOptions =
  | { parts: 'help' }
  /** Only to show the settings that the server would start with. */
  | { parts: 'settings'; settings: string }
  | { parts: 'app'; serverUrl: string }
  /** Only to do something for somebody. */
  | ({ parts: 'command'; config: Config } & Command)
  | ({ parts: 'server' | 'server and app' } & ServerChoice)

/** The server that is to run here. */
export interface ServerChoice {
  /** Where the app finds it. */
  serverUrl: string
  host: string
  port: number
  dataDir: string
  /** `mysql://…`; empty for the embedded database. */
  databaseUrl: string
  /** `redis://…` where several nodes share the database. */
  redisUrl: string
  /** The file with its other settings, if one was named. */
  settingsFile: string | undefined
}

export const help = `npm start                            starts a server and opens the app connected to it

npm start -- --server                only the server; its log goes to the terminal
npm start -- --app <server url>      only the app
            --host <address>         where the server listens (127.0.0.1; 0.0.0.0 is every network)
            --port <number>          on which port (4680)
            --data-dir <folder>      where it keeps the database and files
            --database <mysql://…>   a MySQL or MariaDB database instead of the embedded one
            --redis <redis://…>      when several nodes share that database
            --config <file>          a file with settings, one NAME=value a line
            --reset-password <name>  gives somebody who lost theirs a new one, and shows it
            --make-administrator <name>
                                     lets somebody decide who may be here; an embedded server
                                     has to be stopped for either
            --print-config           shows every setting, its value and where it comes from

The server's other settings are environment variables named CHATTER_…; server/src/settings.ts lists them.`

const flags = {
  server: { type: 'boolean' },
  app: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'data-dir': { type: 'string' },
  database: { type: 'string' },
  redis: { type: 'string' },
  config: { type: 'string' },
  'reset-password': { type: 'string' },
  'make-administrator': { type: 'string' },
  'print-config': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** The flags that mean the same to the server. */
const serverFlags = ['host', 'port', 'data-dir', 'database', 'redis', 'config'] as const

/** Reads the arguments as the server reads its own. Throws {@link Trouble} that names what is wrong. */
export function readStartOptions(args: string[], env: NodeJS.ProcessEnv): StartOptions {
  const values = parse(args)
  if (values.help) return { parts: 'help' }
  if (values.server && values.app !== undefined) throw wrong('--server and --app exclude each other')
  const command = orRefuse(() => readCommand(values))
  if (command && values.app !== undefined)
    throw wrong(`--${command.command} is for the machine of the server, and --app is not`)
  if (values.app !== undefined) return { parts: 'app', serverUrl: readUrl(values.app) }
  const start = readServerStart(values, env)
  if (values['print-config']) return { parts: 'settings', settings: printConfig(start) }
  if (command) return { parts: 'command', ...command, config: start.config }
  const settingsFile = values.config ?? env.CHATTER_CONFIG
  return { parts: values.server ? 'server' : 'server and app', settingsFile, ...choose(start.config) }
}

type Values = ReturnType<typeof parse>

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: flags }).values
  } catch (error) {
    throw wrong((error as Error).message)
  }
}

/** With a folder for its data where this system keeps such things, unless one was named. */
function readServerStart(values: Values, env: NodeJS.ProcessEnv): Start {
  const given = serverFlags.flatMap(flag => (values[flag] === undefined ? [] : [`--${flag}`, values[flag]]))
  const start = orRefuse(() => readConfig(given, env))
  if (start.sources.dataDir !== 'default') return start
  return {
    ...start,
    config: { ...start.config, dataDir: join(systemDataFolder(env), 'chatter-server') },
    sources: { ...start.sources, dataDir: 'default of npm start' },
  }
}

function orRefuse<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw wrong((error as Error).message)
  }
}

function choose({ host, port, dataDir, databaseUrl, redisUrl }: Config) {
  if (port === 0) throw wrong('The app has to know the port, so it is a number from 1 to 65535')
  return { serverUrl: urlOf(host, port), host, port, dataDir, databaseUrl, redisUrl }
}

function readUrl(text: string) {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol))
    throw wrong(`"${text}" is not the address of a server, such as https://chat.example.org`)
  return url.href.replace(/\/$/, '')
}

function systemDataFolder(env: NodeJS.ProcessEnv) {
  if (process.platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return env.XDG_DATA_HOME || join(homedir(), '.local', 'share')
}

function wrong(message: string) {
  return new Trouble(`${message.replace(/\.$/, '')}.\n\n${help}`)
}
