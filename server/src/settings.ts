/** Every setting with its range, its default and its meaning. `config.ts` reads them. */
import { isIP } from 'node:net'
import { type Static, Type } from 'typebox'

const gibibyte = 1024 ** 3

/** 0: no limit. */
const bytes = (what: string) =>
  Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    default: 0,
    description: `${what}, in bytes. 0: no limit.`,
  })

const list = (pattern: string, what: string) =>
  Type.String({
    pattern: `^$|^${pattern}(,\\s*${pattern})*$`,
    default: '',
    description: `${what}, with commas.`,
  })

const perMinute = (count: number, what: string) =>
  Type.Integer({ minimum: 0, maximum: 1e9, default: count, description: `${what}, a minute. 0: no limit.` })

/** `dataDir` is called `CHATTER_DATA_DIR` in the environment and in the settings file, and so on. */
export const Settings = Type.Object({
  host: Type.String({
    minLength: 1,
    default: '127.0.0.1',
    description: 'Address to listen on. 0.0.0.0 is every network.',
  }),
  port: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: 4680,
    description: 'Port to listen on. 0 takes any free one.',
  }),
  dataDir: Type.String({
    minLength: 1,
    default: 'chatter-data',
    description: 'Folder of the embedded database and of files.',
  }),
  databaseUrl: Type.String({
    pattern: '^$|^(mysql|mariadb)://[^/?#]+/[^/?#]+(\\?tls)?$',
    default: '',
    description:
      'mysql://user:password@host:port/name, with ?tls at its end for an encrypted connection. Empty: the embedded database.',
  }),
  redisUrl: Type.String({
    pattern: '^$|^rediss?://([^:/?#@]*(:[^/?#@]*)?@)?[^/?#@]+(/\\d+)?$',
    default: '',
    description:
      'redis://user:password@host:port, or rediss://… encrypted, when several nodes share one database. Empty: this is the only node.',
  }),
  databaseConnections: Type.Integer({
    minimum: 2,
    maximum: 500,
    default: 10,
    description: 'Connections to MySQL or MariaDB, at most.',
  }),
  serverName: Type.String({
    minLength: 1,
    maxLength: 64,
    default: 'Chatter',
    description: 'How people call this server.',
  }),
  logLevel: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    default: 'info',
    description: 'How much is logged.',
  }),
  searchIndexing: Type.Enum(['on', 'off'], {
    default: 'on',
    description:
      'Whether this server keeps the search index up. Without, it searches as completely, but ever more slowly.',
  }),
  trustProxy: Type.Refine(
    Type.String({
      default: '',
      description:
        'Addresses or networks of reverse proxies, with commas, whose X-Forwarded-For is believed.',
    }),
    value => value === '' || value.split(',').every(isNetwork),
  ),
  signUpCode: Type.String({
    maxLength: 1024,
    default: '',
    secret: true,
    description: 'Code that whoever signs up has to name. Empty: whoever reaches the server may sign up.',
  }),
  metricsToken: Type.String({
    default: '',
    secret: true,
    description: 'Bearer token that /metrics asks for. Empty: it answers to this machine only.',
  }),
  storageUrl: Type.String({
    pattern: '^$|^s3://[^:/?#@]+:[^:/?#@]+@[^/?#@]+/[a-z0-9][a-z0-9.-]+(\\?[a-z0-9=&-]+)?$',
    default: '',
    description:
      'Where files are: s3://key:secret@host:port/bucket, with ?tls at its end for an encrypted connection and &region=… for another than us-east-1; / and + of the secret as %2F and %2B. Empty: in the data folder.',
  }),
  largestFile: Type.Integer({
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    default: 2 * gibibyte,
    description: 'Largest file that may be sent, in bytes.',
  }),
  forbiddenTypes: list(
    '[a-z0-9.+-]+/([a-z0-9.+-]+|\\*)',
    'Media types of files that are refused, such as application/x-msdownload or video/*',
  ),
  forbiddenEndings: list('[a-z0-9]+', 'Endings of names of files that are refused, such as exe'),
  quotaPerPerson: bytes('Files of one person, together'),
  quotaOfServer: bytes('All files together'),
  uploadPatience: Type.Integer({
    minimum: 1,
    maximum: 3_600,
    default: 30,
    description: 'Seconds in which an upload has to bring 16 KiB. One that is slower is ended.',
  }),
  passwordMemory: Type.Integer({
    minimum: 1024,
    maximum: 1_048_576,
    default: 19_456,
    description: 'Memory that hashing one password takes, in KiB.',
  }),
  passwordCost: Type.Integer({
    minimum: 1,
    maximum: 20,
    default: 2,
    description: 'Times that hashing a password passes over its memory.',
  }),
  limitRequests: perMinute(6_000, 'Requests of one session, or of one address without a session'),
  limitSignUps: perMinute(30, 'Sign-ups of one address'),
  limitLogIns: perMinute(60, 'Log-ins of one address'),
  limitLogInsPerName: perMinute(10, 'Log-ins with one user name'),
  limitCalls: perMinute(1_800, 'Live calls of one session'),
  limitPosts: perMinute(600, 'Posts of one account'),
  limitUploads: perMinute(600, 'Uploads that one account begins'),
})

/** An address, or a network such as `10.0.0.0/8`. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.trim().split('/')
  return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits))
}

/** What the server is told when it starts. */
export type Config = Static<typeof Settings>
export type SettingName = keyof Config

export const settingNames = Object.keys(Settings.properties) as SettingName[]

/** `dataDir` → `CHATTER_DATA_DIR`. */
export function environmentName(name: SettingName): string {
  return `CHATTER_${name.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`
}

/** What may be shown: secrets are masked, as are passwords in addresses. */
export function maskSetting(name: SettingName, value: Config[SettingName]): string {
  if ('secret' in Settings.properties[name]) return value === '' ? '' : '••••••'
  return String(value).replace(/(:\/\/[^:/@]*:).*(@)/, '$1••••••$2')
}

/** They may have a password in them. */
const addresses: SettingName[] = ['databaseUrl', 'storageUrl', 'redisUrl']

/** Whether this setting holds something that must never be shown as it is. */
export function isSecret(name: SettingName): boolean {
  return 'secret' in Settings.properties[name] || addresses.includes(name)
}
