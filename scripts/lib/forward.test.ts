import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'

const forward = join(import.meta.dirname, 'forward.mjs')

/** Starts a program that starts `child` as run.mjs starts a command, and waits until it says it is ready. */
async function start(child: string) {
  const parent = `import { runForwardingSignals } from ${JSON.stringify(forward)}
    process.exitCode = await runForwardingSignals(process.execPath, ['-e', ${JSON.stringify(child)}])`
  const running = spawn(process.execPath, ['--input-type=module', '-e', parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  running.stdout.on('data', text => {
    said += text
  })
  while (!said.includes('ready')) await once(running.stdout, 'data')
  return { running, said: () => said, exited: once(running, 'close').then(([code]) => code as number) }
}

const countsSignals = `let count = 0
  process.on('SIGINT', () => { count++; setTimeout(() => { console.log('interrupted', count); process.exit(7) }, 300) })
  setInterval(() => {}, 1000); console.log('ready')`

test('an interrupt that comes twice at once reaches the command once, and its exit code is ours', async () => {
  const { running, said, exited } = await start(countsSignals)
  running.kill('SIGINT')
  running.kill('SIGINT')
  assert.equal(await exited, 7)
  assert.match(said(), /interrupted 1\n/)
})

test('a command that a signal ended gives the exit code that a shell gives', async () => {
  const { running, exited } = await start(`setInterval(() => {}, 1000); console.log('ready')`)
  running.kill('SIGTERM')
  assert.equal(await exited, 143)
})

test('what the command left behind ends with it', async () => {
  const forgetful = `const child = require('node:child_process').spawn('sleep', ['60'], { stdio: 'ignore' })
    console.log('left', child.pid, 'ready'); child.unref(); process.exitCode = 0`
  const { said, exited } = await start(forgetful)
  assert.equal(await exited, 0)
  const pid = Number(said().match(/left (\d+)/)?.[1])
  await assert.rejects(async () => {
    for (;;) {
      process.kill(pid, 0)
      if (await isZombie(pid)) throw new Error('gone')
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  })
})

test('a command ends when the one who started it is killed', async () => {
  const { running, said } = await start(
    `process.on('disconnect', () => { console.log('alone'); process.exit() }); setInterval(() => {}, 1000); console.log('ready')`,
  )
  running.kill('SIGKILL')
  await once(running.stdout, 'end')
  assert.match(said(), /alone/)
})

/** A machine whose first process does not collect the dead keeps their names. */
async function isZombie(pid: number) {
  const { readFile } = await import('node:fs/promises')
  return / Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z '))
}
