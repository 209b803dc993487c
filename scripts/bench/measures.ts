/** Everything that the bench measures, in order. */
import type { Arena } from './contenders.ts'
import { measureApp } from './measures/app.ts'
import { measureArrival } from './measures/arrival.ts'
import { measureCalm } from './measures/calm.ts'
import { measureDurable } from './measures/durable.ts'
import { measureFullLoad } from './measures/full-load.ts'
import { measureLatency } from './measures/latency.ts'
import { measureMemory } from './measures/memory.ts'
import type { Row } from './report.ts'

type Measure = { name: string; what: string; measure: (arena: Arena, quick: boolean) => Promise<Row[]> }

export const measures: readonly Measure[] = [
  { name: 'full-load', what: 'full load with 500 members', measure: measureFullLoad },
  { name: 'calm', what: 'the cost of a delivery at rest', measure: measureCalm },
  { name: 'durable', what: 'durable posts with two members', measure: measureDurable },
  { name: 'latency', what: 'send to delivery at rest', measure: measureLatency },
  { name: 'memory', what: 'memory per connection', measure: measureMemory },
  { name: 'arrival', what: '1,000 clients at once', measure: measureArrival },
  { name: 'app', what: 'the app beside an empty window', measure: measureApp },
]
