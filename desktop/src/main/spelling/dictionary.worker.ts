/** A thread that turns one dictionary of the machine into Chromium's form. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { writeBdic } from './bdic.ts'
import { readHunspell } from './hunspell.ts'

const { aff, dic, targets } = workerData as { aff: string; dic: string; targets: string[] }
const dictionary = readHunspell(readFileSync(aff), readFileSync(dic))
if (!dictionary) throw new Error(`${aff} needs what Chromium's spell checker does not have.`)
const content = writeBdic(dictionary)
for (const target of targets) {
  writeFileSync(`${target}.draft`, content)
  renameSync(`${target}.draft`, target)
}
