import { basename } from 'node:path'
import type { TestEvent } from 'node:test/reporters'

/** What became of a test. `empty` is a file without a test, which Node alone would count as passed. */
export type Outcome = 'passed' | 'failed' | 'skipped' | 'empty'

type Ended = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>

/** A reporter for `node --test` that writes one outcome and its file a line, as they happen. */
export default async function* reportOutcomes(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue
    const outcome = outcomeOf(event)
    if (outcome) yield `${outcome} ${event.data.file}\n`
  }
}

function outcomeOf({ type, data }: Ended): Outcome | undefined {
  const isSuite = data.details.type === 'suite'
  if (type === 'test:fail') {
    const error = data.details.error as { failureType?: string }
    return isSuite && error.failureType === 'subtestsFailed' ? undefined : 'failed'
  }
  if (isSuite) return undefined
  if (data.skip || data.todo) return 'skipped'
  return data.nesting === 0 && data.file && basename(data.name) === basename(data.file) ? 'empty' : 'passed'
}
