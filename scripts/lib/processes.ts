import { type ChildProcess, execFile, type StdioOptions, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { atExit, beforeEnding, Trouble } from './ending.ts'

export interface StartOptions {
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** What the process prints is shown, goes to the end of a file, or by default is not, but its last words are kept. */
  output?: 'keep' | 'inherit' | { file: string }
  /** More descriptors to open as pipes, after the usual three. */
  pipes?: number
  /** How to ask it to stop; SIGTERM by default. */
  signal?: NodeJS.Signals
  /** How long it may take to stop, in milliseconds, before it is killed; 10 s by default. */
  patience?: number
}

/** A process that was started here, and is stopped with us at the latest. */
export interface Running {
  pid: number
  child: ChildProcess
  /** Its exit code, or 128 when a signal ended it. */
  exited: Promise<number>
  /** The last that it printed. */
  lastWords(): string
  /** Asks it to stop and waits; kills it after `patience` milliseconds, its own by default. Doing so twice is harmless. */
  stop(patience?: number): Promise<void>
  /** Kills it without asking, as a crash would, and waits until it is gone. */
  kill(): Promise<void>
}

/** Starts a process, not through a shell. Throws when the program cannot be started at all. */
export async function startProcess(
  command: string,
  args: string[],
  options: StartOptions = {},
): Promise<Running> {
  const { env, cwd, output = 'keep', pipes = 0, signal = 'SIGTERM', patience: ownPatience = 10_000 } = options
  const stream =
    typeof output === 'object' ? openSync(output.file, 'a') : output === 'inherit' ? 'inherit' : 'pipe'
  const stdio = ['ignore', stream, stream, ...Array(pipes).fill('pipe')] as StdioOptions
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio })
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject))
  if (typeof stream === 'number') closeSync(stream)

  let words = ''
  const keep = (text: Buffer) => {
    words = (words + text).slice(-8000)
  }
  for (const pipe of [child.stdout, child.stderr]) pipe?.on('data', keep)
  const lastWords = () => (typeof output === 'object' ? endOf(output.file) : words.trim())

  const exited = new Promise<number>(resolve => child.once('exit', code => resolve(code ?? 128)))
  const isGone = () => child.exitCode !== null || child.signalCode !== null
  const kill = async () => {
    if (!isGone()) child.kill('SIGKILL')
    await exited
  }
  const stop = async (patience = ownPatience) => {
    if (!isGone()) child.kill(signal)
    await Promise.race([exited, sleep(patience, undefined, { ref: false })])
    await kill()
  }
  const forgets = [beforeEnding(() => stop()), atExit(() => child.kill('SIGKILL'))]
  void exited.then(() => {
    for (const forget of forgets) forget()
  })
  return { pid: child.pid!, child, exited, lastWords, stop, kill }
}

/** The last lines of a log. */
function endOf(file: string) {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n')
}

/**
 * Asks `isReady` until it is, and answers with what it said. It may throw while not ready.
 *
 * @param what names the thing in the error, for example "MariaDB"
 * @param running when given and it ends meanwhile, waiting ends too
 */
export async function waitUntil<T>(
  what: string,
  isReady: () => Promise<T>,
  running?: Running,
  patience = 30_000,
) {
  const deadline = Date.now() + patience
  let gone = false
  void running?.exited.then(() => (gone = true))
  for (;;) {
    const answer = await isReady().catch(() => undefined)
    if (answer) return answer
    if (gone) throw new Trouble(`${what} ended instead of starting.${quote(running)}`)
    if (Date.now() > deadline)
      throw new Trouble(`${what} did not get ready in ${patience / 1000} s.${quote(running)}`)
    await sleep(50)
  }
}

function quote(running: Running | undefined) {
  const words = running?.lastWords()
  return words ? ` It said:\n${words}` : ''
}

/** Runs a program to its end and answers with what it printed; throws its last words when it fails. */
export async function run(command: string, args: string[], { env, cwd }: StartOptions = {}): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 }
  return new Promise((resolve, reject) => {
    execFile(command, args, options, (error, output, complaints) => {
      if (error)
        reject(
          new Trouble(
            `${command} did not work. It said:\n${(output + complaints).trim().slice(-4000) || error.message}`,
          ),
        )
      else resolve(output.trim())
    })
  })
}
