import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Trouble } from './ending.ts'

/** What `npm start` is asked for. */
export interface StartOptions {
  parts: 'server and app' | 'server' | 'app' | 'help'
  /** The server that the app opens; given with `--app`, otherwise ours. */
  serverUrl: string
  host: string
  port: number
  dataDir: string
  databaseUrl: string | undefined
}

export const help = `npm start                            starts a server and opens the app connected to it

npm start -- --server                only the server; its log goes to the terminal
npm start -- --app <server url>      only the app
            --port <number>          where the server listens (4680)
            --data-dir <folder>      where it keeps the database and files
            --database <mysql://…>   a MySQL or MariaDB database instead of the embedded one

The server's other settings are environment variables named CHATTER_…; server/src/settings.ts lists them.`

const flags = {
  server: { type: 'boolean' },
  app: { type: 'string' },
  port: { type: 'string' },
  'data-dir': { type: 'string' },
  database: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Reads the arguments; where they are silent the environment speaks. Throws {@link Trouble} that names what is wrong. */
export function readStartOptions(args: string[], env: NodeJS.ProcessEnv): StartOptions {
  const values = parse(args)
  if (values.server && values.app !== undefined) throw wrong('--server and --app exclude each other')
  const host = env.CHATTER_HOST || '127.0.0.1'
  const port = readPort(values.port ?? env.CHATTER_PORT ?? '4680')
  const parts = values.help
    ? 'help'
    : values.server
      ? 'server'
      : values.app !== undefined
        ? 'app'
        : 'server and app'
  return {
    parts,
    serverUrl: values.app === undefined ? `http://${reachable(host)}:${port}` : readUrl(values.app),
    host,
    port,
    dataDir: resolve(
      values['data-dir'] ?? env.CHATTER_DATA_DIR ?? join(systemDataFolder(env), 'chatter-server'),
    ),
    databaseUrl: values.database ?? env.CHATTER_DATABASE_URL,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: flags }).values
  } catch (error) {
    throw wrong((error as Error).message)
  }
}

function readPort(text: string) {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw wrong(`"${text}" is not a port: it is a number from 1 to 65535`)
  return port
}

function readUrl(text: string) {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol))
    throw wrong(`"${text}" is not the address of a server, such as https://chat.example.org`)
  return url.href.replace(/\/$/, '')
}

/** A server that listens everywhere is reached here. */
function reachable(host: string) {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function systemDataFolder(env: NodeJS.ProcessEnv) {
  if (process.platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return env.XDG_DATA_HOME || join(homedir(), '.local', 'share')
}

function wrong(message: string) {
  return new Trouble(`${message}.\n\n${help}`)
}
