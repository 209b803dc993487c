/** The measures of one run share one big server, which starts with the first of them. */
import { beforeEnding } from '../lib/ending.ts'
import type { Arena } from './contenders.ts'
import { type Million, openMillion } from './million.ts'

let opened: Promise<Million> | undefined

export function theMillion(arena: Arena, quick: boolean): Promise<Million> {
  opened ??= openMillion(arena, quick).then(million => {
    beforeEnding(() => million.close().catch(() => {}))
    return million
  })
  return opened
}
