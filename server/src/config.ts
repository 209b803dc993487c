/** The only reader of the environment, the settings file and the flags. Everything else is handed a {@link Config}. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs, parseEnv } from 'node:util'
import { Value } from 'typebox/value'
import {
  type Config,
  environmentName,
  isSecret,
  maskSetting,
  type SettingName,
  Settings,
  settingNames,
} from './settings.ts'

export type { Config } from './settings.ts'

/** What the command line asks for. */
export type Wish = { wish: 'start' | 'print-config' | 'help' | 'version' } | ({ wish: 'command' } & Command)

/** What whoever runs the server has done for somebody. */
export type Command = { command: (typeof commandFlags)[number]; username: string }

/** A start: the settings, and where each of them comes from. */
export type Start = Wish & { config: Config; sources: Record<SettingName, string> }

/** A bad setting, told in one line. */
export class SettingError extends Error {}

/** What a setting's schema says about it, besides its type. */
type Described = {
  description: string
  default: unknown
  minimum?: number
  maximum?: number
  enum?: string[]
}
type Given = { value: string; source: string }
type Environment = Readonly<Record<string, string | undefined>>

const flags = {
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
  version: { type: 'boolean', short: 'v' },
} as const

/** The flags that set something. */
const flagSettings = {
  host: 'host',
  port: 'port',
  'data-dir': 'dataDir',
  database: 'databaseUrl',
  redis: 'redisUrl',
} as const

/** The one name that is no setting: it says where the file with settings is. */
const fileName = 'CHATTER_CONFIG'

const othersNames = [fileName, 'CHATTER_SERVER_URL', 'CHATTER_PROFILE_DIR', 'CHATTER_CACHE_DIR']

/**
 * Reads the settings. A flag goes before the environment, that before the file, that before the default.
 * @throws SettingError that names the bad setting and what is allowed
 */
export function readConfig(args: readonly string[], env: Environment): Start {
  const values = parseFlags(args)
  const file = values.config ?? env[fileName]
  const given = {
    ...(file && readFile(file)),
    ...readNames(env, 'environment'),
    ...readFlags(values),
  }
  return { ...readWish(values), ...settle(given) }
}

function readWish(values: ReturnType<typeof parseFlags>): Wish {
  if (values.help) return { wish: 'help' }
  if (values.version) return { wish: 'version' }
  if (values['print-config']) return { wish: 'print-config' }
  const command = readCommand(values)
  return command ? { wish: 'command', ...command } : { wish: 'start' }
}

/** The flags that name somebody. */
export const commandFlags = ['reset-password', 'make-administrator'] as const

/** What is to be done for whom, if that is what the flags ask for. @throws SettingError where they ask for two things */
export function readCommand(
  values: { [Flag in Command['command']]?: string | undefined },
): Command | undefined {
  const [first, second] = commandFlags.filter(flag => values[flag] !== undefined)
  if (second) throw new SettingError(`--${first} and --${second} are done one after the other.`)
  return first && { command: first, username: values[first]! }
}

/** Told its type here: deriving it from the schema took as long as checking all the rest of the server. */
const createDefaults = Value.Create as unknown as (schema: object) => Config

/** The defaults with some settings replaced, for tests and tools that start a server in their own process. */
export function defaultConfig(overrides: Partial<Config> = {}): Config {
  return { ...createDefaults(Settings), ...overrides }
}

/** What `--print-config` shows: every setting, its value and its source, secrets masked. */
export function printConfig({ config, sources }: Start): string {
  return settingNames
    .map(name => `${environmentName(name)}=${maskSetting(name, config[name])}  # ${sources[name]}`)
    .join('\n')
}

/** What `--help` shows. */
export function helpText(): string {
  const settings = settingNames.map(name => {
    const { description, default: preset } = Settings.properties[name] as unknown as Described
    return `  ${environmentName(name)}  ${description}${preset === '' ? '' : ` Default: ${preset}.`}`
  })
  return [
    'Usage: chatter-server [flags]',
    '',
    '  --host <address>  --port <number>  --data-dir <folder>  --database <mysql://…>',
    '  --redis <redis://…>  when several nodes share that database',
    '  --config <file>   a file with settings, one NAME=value a line',
    '  --reset-password <user name>   gives somebody who lost theirs a new one, and shows it;',
    '  --make-administrator <user name>   lets somebody decide who may be here;',
    '                    an embedded server has to be stopped for either',
    '  --print-config    shows every setting, its value and where it comes from',
    '  --help  --version',
    '',
    'Settings, in the environment or in the file; a flag goes before the environment, that before the file:',
    '',
    ...settings,
    `  ${fileName}  The file with settings, as --config.`,
  ].join('\n')
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true }).values
  } catch (error) {
    const known = Object.keys(flags).map(flag => `--${flag}`)
    throw new SettingError(`${(error as Error).message} The flags are ${known.join(' ')}.`)
  }
}

function readFlags(
  values: Record<string, string | boolean | undefined>,
): Partial<Record<SettingName, Given>> {
  const given: Partial<Record<SettingName, Given>> = {}
  for (const [flag, name] of Object.entries(flagSettings)) {
    const value = values[flag]
    if (typeof value === 'string') given[name] = { value: value.trim(), source: `flag --${flag}` }
  }
  return given
}

function readFile(path: string): Partial<Record<SettingName, Given>> {
  const absolute = resolve(path)
  try {
    return readNames(parseEnv(readFileSync(absolute, 'utf8')), `file ${absolute}`)
  } catch (error) {
    if (error instanceof SettingError) throw error
    throw new SettingError(`The settings file ${absolute} cannot be read: ${(error as Error).message}`)
  }
}

/** A misspelt setting would otherwise be believed to be in force. */
function readNames(env: Environment, source: string): Partial<Record<SettingName, Given>> {
  const known = new Map(settingNames.map(name => [environmentName(name), name]))
  const given: Partial<Record<SettingName, Given>> = {}
  for (const [key, value] of Object.entries(env)) {
    if (!key.startsWith('CHATTER_') || value === undefined || isForOthers(key)) continue
    const name = known.get(key)
    if (!name)
      throw new SettingError(
        `${key} (${source}) is not a setting. The settings are ${[...known.keys()].join(', ')}.`,
      )
    // `CHATTER_PORT=` is how a compose file says nothing.
    if (value.trim() !== '') given[name] = { value: value.trim(), source }
  }
  return given
}

/** Names that the app, the scripts and the tests around the server read. */
function isForOthers(key: string): boolean {
  return othersNames.includes(key) || key.startsWith('CHATTER_TEST_')
}

function settle(given: Partial<Record<SettingName, Given>>): Pick<Start, 'config' | 'sources'> {
  const config = defaultConfig() as Record<SettingName, unknown>
  const sources = {} as Record<SettingName, string>
  for (const name of settingNames) {
    sources[name] = given[name]?.source ?? 'default'
    if (given[name]) config[name] = parseSetting(name, given[name])
  }
  config.dataDir = resolve(config.dataDir as string)
  refuseContradictions(config as Config)
  return { config: config as Config, sources }
}

function refuseContradictions({ redisUrl, databaseUrl }: Config) {
  if (redisUrl && !databaseUrl)
    throw new SettingError(
      'CHATTER_REDIS_URL is set, but not CHATTER_DATABASE_URL: the embedded database belongs to one process. Name the MySQL or MariaDB that the nodes share, or leave CHATTER_REDIS_URL empty.',
    )
}

function parseSetting(name: SettingName, { value, source }: Given): unknown {
  const schema = Settings.properties[name]
  const parsed = 'minimum' in schema && /^\d+$/.test(value) ? Number(value) : value
  if (Value.Check(schema, parsed)) return parsed
  const shown = isSecret(name) ? '' : ` is ${JSON.stringify(value)}, which`
  throw new SettingError(`${environmentName(name)} (${source})${shown} is not allowed: ${allowed(name)}`)
}

function allowed(name: SettingName): string {
  const { minimum, maximum, enum: choices, description } = Settings.properties[name] as unknown as Described
  if (choices) return `it is one of ${choices.join(', ')}. ${description}`
  if (minimum !== undefined) return `it is a whole number from ${minimum} to ${maximum}. ${description}`
  return description
}
