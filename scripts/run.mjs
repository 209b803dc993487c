#!/usr/bin/env node
/**
 * Starts one of Chatter's commands: `node scripts/run.mjs <command> [arguments]`. Plain JavaScript, so that any Node
 * from 18 can begin; it installs the dependencies, finds Node 26, and goes on in `scripts/<command>.ts` with that.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installDependencies } from './lib/dependencies.mjs'
import { runForwardingSignals } from './lib/forward.mjs'
import { findNode26 } from './lib/node26.mjs'

const scripts = dirname(fileURLToPath(import.meta.url))
const commands = ['start', 'test', 'build', 'bench', 'chaos', 'package', 'package-server', 'audit-files']

try {
  const [command = '', ...args] = process.argv.slice(2)
  const script = scriptOf(command)
  await installDependencies(dirname(scripts))
  // Every process compiles the same files; after the first, they are read as they were compiled.
  process.env.NODE_COMPILE_CACHE ??= join(dirname(scripts), 'node_modules', '.cache', 'compile')
  process.exitCode = await runForwardingSignals(await findNode26(), [script, ...args])
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}

/** @param {string} command */
function scriptOf(command) {
  const candidates = [join(scripts, `${command}.ts`), join(scripts, command, 'main.ts')]
  const script = commands.includes(command) && candidates.find(path => existsSync(path))
  if (!script) throw new Error(`There is no command "${command}". The commands are ${commands.join(', ')}.`)
  return script
}
