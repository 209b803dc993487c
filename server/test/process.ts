/** The server as the process that people run. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { until } from './until.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export type ServerProcess = {
  child: ChildProcess
  /** What it wrote so far. */
  output: () => string
  errors: () => string
  /** Resolves with its address when it listens. */
  listens: () => Promise<string>
  /** Resolves with its exit code, or the signal that ended it. */
  ended: Promise<number | string>
}

/** Runs `main.ts`; it is killed when the test file ends. */
export function runServer(
  env: Record<string, string>,
  args: string[] = [],
  nodeArgs: string[] = [],
): ServerProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('CHATTER_'))
  const child = spawn(process.execPath, [...nodeArgs, main, ...args], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  after(() => void child.kill('SIGKILL'))
  let output = ''
  let errors = ''
  child.stdout?.setEncoding('utf8').on('data', text => (output += text))
  child.stderr?.setEncoding('utf8').on('data', text => (errors += text))
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal)
  const address = () => /Chatter is at (http:[^;]+);/.exec(output)?.[1]
  return {
    child,
    output: () => output,
    errors: () => errors,
    ended,
    async listens() {
      await until(() => address() !== undefined || child.exitCode !== null, 60_000)
      const url = address()
      if (!url) throw new Error(`The server did not start: ${errors}`)
      return url
    },
  }
}
