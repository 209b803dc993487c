/** Compares what was posted with what is in the database and at every client. */

/** A post as its author's client handed it in; `number` counts the author's posts. */
export type Posted = { clientId: string; author: string; number: number; body: string }

/** A message as the database or a client holds it. A notice has no clientId. */
export type Held = { seq: number; clientId: string | null; body: string }

export type Verdict = {
  posted: number
  acknowledged: number
  inDatabase: number
  /** Acknowledged, and not in the database with the words that were written. */
  lost: number
  /** In the database more than once. */
  doubled: number
  /** Numbers missing in the room's sequence. */
  holes: number
  /** Posts that come before an earlier one of the same author. */
  misplaced: number
  /** In the database, and posted by nobody here. */
  foreign: number
  /** Whether a client holds just what is in the database, by its name. */
  equal: Record<string, boolean>
}

export function judge(
  posted: readonly Posted[],
  acknowledged: ReadonlySet<string>,
  database: readonly Held[],
  clients: Readonly<Record<string, readonly Held[]>>,
): Verdict {
  const written = new Map(posted.map(post => [post.clientId, post]))
  const posts = database.filter(isPost)
  const bodies = new Map(posts.map(({ clientId, body }) => [clientId, body]))
  const bodiesOnce = new Set(posts.map(({ body }) => body))
  const isLost = (clientId: string) => bodies.get(clientId) !== written.get(clientId)?.body
  const equal = Object.entries(clients).map(([name, held]) => [name, isSameHistory(database, held)])
  return {
    posted: posted.length,
    acknowledged: acknowledged.size,
    inDatabase: posts.length,
    lost: [...acknowledged].filter(isLost).length,
    // Every body is unique, so a post that was stored twice under two identities shows as well.
    doubled: posts.length - Math.min(bodies.size, bodiesOnce.size),
    holes: countHoles(database),
    misplaced: countMisplaced(posts, written),
    foreign: posts.filter(({ clientId }) => !written.has(clientId)).length,
    equal: Object.fromEntries(equal),
  }
}

/** Whether everything is as it must be, given how many posts there were. */
export function isFlawless(verdict: Verdict): boolean {
  const { posted, acknowledged, inDatabase, lost, doubled, holes, misplaced, foreign, equal } = verdict
  const isComplete = posted > 0 && acknowledged === posted && inDatabase === posted
  return (
    isComplete && lost + doubled + holes + misplaced + foreign === 0 && Object.values(equal).every(Boolean)
  )
}

type Post = Held & { clientId: string }

function isPost(message: Held): message is Post {
  return message.clientId !== null
}

function isSameHistory(database: readonly Held[], held: readonly Held[]) {
  const same = (message: Held, index: number) => {
    const other = held[index]
    return other?.seq === message.seq && other.clientId === message.clientId && other.body === message.body
  }
  return held.length === database.length && database.every(same)
}

function countHoles(database: readonly Held[]) {
  return (database.at(-1)?.seq ?? 0) - database.length
}

function countMisplaced(posts: readonly Post[], written: ReadonlyMap<string, Posted>) {
  const last = new Map<string, number>()
  let misplaced = 0
  for (const { clientId } of posts) {
    const post = written.get(clientId)
    if (!post) continue
    if (post.number < (last.get(post.author) ?? -1)) misplaced++
    last.set(post.author, post.number)
  }
  return misplaced
}
