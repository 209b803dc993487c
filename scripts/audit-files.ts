/**
 * `npm run audit-files`: whether the storage has the files that the database knows, and nothing else. It takes the settings and
 * flags of the server. Exit code 0 when they agree, 1 when not. On the embedded database the server has to be stopped first.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Fastify from 'fastify'
import { readConfig } from '../server/src/config.ts'
import {
  type Audit,
  auditFiles,
  type Finding,
  forgetMissing,
  removeOrphan,
} from '../server/src/features/attachments/audit.ts'
import { hasSqlite } from '../server/src/lib/database.sqlite.ts'
import { database } from '../server/src/plugins/database.ts'
import { storage } from '../server/src/plugins/storage.ts'
import { maskSetting } from '../server/src/settings.ts'
import { runCommand, Trouble } from './lib/ending.ts'

const help = `Usage: npm run audit-files -- [flags]

  --deep             reads every file, and compares its SHA-256; of thumbnails that they are pictures
  --remove-orphans   removes from the storage what nobody needs
  --forget-missing   takes files whose bytes are lost, or are not those that were sent, off their messages
  --data-dir <folder>  --database <mysql://…>  --config <file>   as for the server, as are the settings CHATTER_…

Without the middle two it changes nothing. The folder of a server that npm start runs is another than the usual one:
npm start -- --print-config shows it.`

const flags = {
  deep: { type: 'boolean' },
  'remove-orphans': { type: 'boolean' },
  'forget-missing': { type: 'boolean' },
  'data-dir': { type: 'string' },
  database: { type: 'string' },
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const nameFolder =
  'Name the folder: --data-dir <folder>. "npm start -- --print-config" shows the one of npm start.'

await runCommand(async () => {
  const { values } = parseArgs({ options: flags, strict: true })
  if (values.help) return console.log(help)
  const places = (['data-dir', 'database', 'config'] as const).flatMap(flag =>
    values[flag] === undefined ? [] : [`--${flag}`, values[flag]],
  )
  const { config } = readConfig(places, process.env)
  if (!config.databaseUrl && !hasSqlite(config.dataDir))
    throw new Trouble(`There is no database in ${config.dataDir}. ${nameFolder}`)
  const app = Fastify({ pluginTimeout: 0 })
  try {
    await app.register(database, { config })
    await app.register(storage, { config })
    await app.ready()
    const audit = await auditFiles(app, values.deep === true)
    const place = config.storageUrl
      ? maskSetting('storageUrl', config.storageUrl)
      : join(config.dataDir, 'files')
    report(audit, place)
    const repairs = values['forget-missing'] || values['remove-orphans']
    if (repairs && mayBeElsewhere(audit)) throw nothingFound(place)
    for (const finding of audit.findings) await repair(finding)
    return audit.findings.length > 0 ? 1 : 0
  } finally {
    await app.close()
  }

  async function repair(finding: Finding) {
    const isOrphan = finding.what === 'orphan'
    if (!values[isOrphan ? 'remove-orphans' : 'forget-missing']) return
    await (isOrphan ? removeOrphan : forgetMissing)(app, finding)
    console.log(`  ${isOrphan ? 'removed' : 'forgotten'}  ${finding.key}`)
  }
})

/** A wrong place looks as if everything were lost. */
function mayBeElsewhere({ findings, files }: Audit): boolean {
  const orphans = findings.filter(({ what }) => what === 'orphan').length
  return findings.length > orphans && orphans >= files
}

function nothingFound(place: string): Trouble {
  return new Trouble(
    `Not one file that the database knows is in ${place}. It may be the wrong place, so nothing was changed.
Name the one that the server keeps its files in: --data-dir <folder>, or CHATTER_STORAGE_URL.
"npm start -- --print-config" shows the folder of npm start.
If this is the place and all files are lost, send a new one first, which proves it, and run this again.`,
  )
}

function report({ findings, files, bytes }: Audit, place: string) {
  console.log(`${files} files, ${bytes} bytes in ${place}`)
  for (const { what, key, size } of findings) console.log(`  ${what}  ${key}  ${size} bytes`)
  console.log(findings.length === 0 ? 'Storage and database agree.' : `They disagree on ${findings.length}.`)
}
