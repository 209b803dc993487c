/** Everything that the bench measures, in order. */
import type { Arena } from './contenders.ts'
import { measureApp } from './measures/app.ts'
import { measureArrival } from './measures/arrival.ts'
import { measureCalm } from './measures/calm.ts'
import { measureCatchUp } from './measures/catch-up.ts'
import { measureDurable } from './measures/durable.ts'
import { measureFullLoad } from './measures/full-load.ts'
import { measureHistory } from './measures/history.ts'
import { measureIndexing } from './measures/indexing.ts'
import { measureLatency } from './measures/latency.ts'
import { measureMemory } from './measures/memory.ts'
import { measureSearch } from './measures/search.ts'
import { measureUploads } from './measures/uploads.ts'
import { measureViews } from './measures/views.ts'
import type { Row } from './report.ts'

type Measure = {
  name: string
  what: string
  measure: (arena: Arena, quick: boolean) => Promise<Row[]>
  /** Whether it opens windows. */
  isOnScreen?: boolean
}

export const measures: readonly Measure[] = [
  { name: 'full-load', what: 'full load with 500 members', measure: measureFullLoad },
  { name: 'calm', what: 'the cost of a delivery at rest', measure: measureCalm },
  { name: 'durable', what: 'durable posts with two members', measure: measureDurable },
  { name: 'latency', what: 'send to delivery at rest', measure: measureLatency },
  { name: 'memory', what: 'memory per connection', measure: measureMemory },
  { name: 'arrival', what: '1,000 clients at once', measure: measureArrival },
  { name: 'indexing', what: 'what indexing costs those who post', measure: measureIndexing },
  { name: 'history', what: 'history at 1,000,000 messages', measure: measureHistory },
  { name: 'search', what: 'search at 1,000,000 messages', measure: measureSearch },
  { name: 'catch-up', what: 'coming back after 10,000 messages', measure: measureCatchUp },
  { name: 'uploads', what: 'uploads, and talking beside them', measure: measureUploads },
  { name: 'app', what: 'the app beside an empty window', measure: measureApp, isOnScreen: true },
  {
    name: 'views',
    what: 'rooms and scrolling with 100,000 cached messages',
    measure: measureViews,
    isOnScreen: true,
  },
]
