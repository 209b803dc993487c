/**
 * Writes of the disk. Each begins at once; from one that the disk refuses on, all of them are tried again in their order, so
 * that the latest stands in the end.
 */

/** Before the disk is asked again, in milliseconds. */
const patience = 3_000

/** What no disk takes, however much room it has. */
const hopeless = ['DataCloneError', 'DataError', 'ConstraintError']

type Write = { work: () => PromiseLike<unknown>; state: 'going' | 'done' | 'refused' }

export function createWriteLog(report: (error: unknown) => void) {
  /** From the first one on that is not on the disk. */
  const log: Write[] = []
  let listener = (_: boolean) => {}
  let isKept = true
  let isStopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function attempt(write: Write) {
    write.state = 'going'
    try {
      await write.work()
      write.state = 'done'
    } catch (error) {
      report(error)
      const isHopeless = error instanceof Error && hopeless.includes(error.name)
      write.state = isHopeless ? 'done' : 'refused'
    }
    while (log[0]?.state === 'done') log.shift()
    if (write.state === 'refused') wait()
  }

  function wait() {
    tell(false)
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(tryAgain, patience)
  }

  async function tryAgain() {
    // What was begun before the disk refused is soon decided.
    if (log.some(({ state }) => state === 'going')) return wait()
    // What was written since may have taken the place of something older that is written only now.
    for (const write of log) write.state = 'refused'
    for (let write = log[0]; write; write = log[0]) {
      await attempt(write)
      if (write.state === 'refused') return
    }
    tell(true)
  }

  function tell(next: boolean) {
    if (next === isKept) return
    isKept = next
    listener(isKept)
  }

  return {
    /** Resolves when it is on the disk, or when the disk refused it. */
    async write(work: Write['work']): Promise<void> {
      if (isStopped) return
      const write: Write = { work, state: 'refused' }
      log.push(write)
      if (isKept) await attempt(write)
    },
    /** Hears when the disk begins to refuse, and when everything is there again. */
    onChange(told: (isKept: boolean) => void) {
      listener = told
      told(isKept)
    },
    /** What was refused is given up. */
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
