/** `npm run build`: builds the desktop app into desktop/dist; `--release` leaves out what only developers need. */
import { parseArgs } from 'node:util'
import { buildDesktop } from './lib/build.ts'
import { runCommand } from './lib/ending.ts'

await runCommand(async () => {
  const { values } = parseArgs({ options: { release: { type: 'boolean' } } })
  await buildDesktop(values)
})
