/**
 * `npm run package`: packs the desktop app into dist/desktop. On Linux that is a folder and a tar.gz; other kinds can be
 * named, if this system can make them: `npm run package -- AppImage deb`.
 */
import { chmod, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { path7za } from '7zip-bin'
import { Arch, build, Platform } from 'electron-builder'
import { buildDesktop } from './lib/build.ts'
import { describeElectron, findElectron } from './lib/electron.ts'
import { runCommand } from './lib/ending.ts'
import { desktop, root } from './lib/paths.ts'

await runCommand(async () => {
  const { positionals } = parseArgs({ allowPositionals: true })
  await buildDesktop({ release: true })
  const electron = await findElectron()
  console.log(`Packing with ${describeElectron(electron)}`)
  // Its package leaves this to an install script, and we run none.
  await chmod(path7za, 0o755)
  process.env.ELECTRON_BUILDER_7ZIP_PATH ??= path7za
  // The default, 9, takes minutes for a few per cent.
  process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL ??= '6'
  const files = await build({
    projectDir: desktop,
    config: {
      extends: join(root, 'electron-builder.yml'),
      electronDist: electron.dist,
      electronVersion: electron.version,
      files: foreignPrograms(),
      afterPack: removeDefaultApp,
    },
    targets: targets(positionals),
  })
  for (const file of files) console.log(file)
})

/** node-notifier carries programs for every system; those of others stay behind. */
function foreignPrograms() {
  const programs =
    { linux: '*', win32: 'mac.noindex', darwin: '{notifu,snoreToast}' }[process.platform as string] ?? '*'
  return [`!node_modules/node-notifier/vendor/${programs}/**`]
}

/** A runtime that is given to electron-builder keeps the app that it starts without one. */
async function removeDefaultApp({ appOutDir }: { appOutDir: string }) {
  await rm(join(appOutDir, 'resources', 'default_app.asar'), { force: true })
}

function targets(named: string[]) {
  const kinds = named.length > 0 ? named : process.platform === 'linux' ? ['dir', 'tar.gz'] : []
  return Platform.current().createTarget(kinds, process.arch === 'arm64' ? Arch.arm64 : Arch.x64)
}
