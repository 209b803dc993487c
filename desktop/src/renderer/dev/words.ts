/** Made-up posts that show everything that words can be. */
import type { Account } from '@chatter/shared/accounts.ts'
import type { Message } from '@chatter/shared/messages.ts'

const minute = 60_000

const code = `\`\`\`ts
/** Adds a reaction. */
export async function react({ roomId, seq }: Place, emoji = '👍'): Promise<void> {
  const answer = await socket.call('reaction:add', { roomId, seq, emoji }) // a very long line that does not fit into any window and scrolls by itself inside its block
  if (answer.ok === false) throw new Error(\`refused: \${answer.error.code}\`, { cause: 42 })
}
\`\`\``

const table = `| 항목 | Owner | Left |
|:-----|:-----:|-----:|
| 배포 스크립트 정리 | Grace | 3 |
| \`PLT-3699\` retry | **Ada** | 12 |
| ~~Old clock~~ | 수현 | 0 |`

const mixed = `# Release 1.4
Things to do *before* **Friday**, see [the plan](https://example.org/plan?page=2) and https://example.org/a_b_c/__init__.py:

1. Migrate \`messages.extras\`
2. Freeze
   - [x] desktop
   - [ ] server
3. 배포

> 지난번에 수현이 말한 것처럼 **"강조"**는 조심해서.
> > nested

---
Done :tada:`

/** Posts of the room that shows words. */
export function wordsOf(people: readonly Account[], now: number): Message[] {
  const [ada, grace, suhyeon, linus, minji] = people as [Account, Account, Account, Account, Account]
  let seq = 0
  const post = (author: Account, body: string, more: Partial<Message> = {}): Message => {
    seq++
    const { id, displayName } = author
    const createdAt = now - (40 - seq) * 3 * minute
    const clientId = crypto.randomUUID()
    return {
      roomId: 1,
      seq,
      rev: seq,
      clientId,
      kind: 'post',
      author: { id, displayName },
      body,
      createdAt,
      ...more,
    }
  }
  const notice = (author: Account, type: NonNullable<Message['notice']>['type'], text?: string) =>
    post(author, '', { clientId: null, kind: 'notice', notice: { type, ...(text && { text }) } })
  return [
    notice(linus, 'joined'),
    notice(minji, 'joined'),
    notice(people[5]!, 'joined'),
    notice(grace, 'renamed', 'Lobby'),
    notice(grace, 'topic_changed', 'Everything that concerns all of us'),
    post(grace, mixed, {
      reactions: [
        { emoji: '🎉', accountIds: [2, 3, 1] },
        { emoji: '👍', accountIds: [4] },
        { emoji: '❤️', accountIds: [4, 5, 6, 7, 8, 9, 10] },
      ],
      pinned: { by: { id: 3, displayName: suhyeon.displayName }, at: now },
    }),
    post(suhyeon, table),
    post(ada, code, { editedAt: now }),
    post(minji, '@ada 이거 한번 봐 주세요! @수현님도요.', {
      mentions: [
        { id: 1, username: 'ada' },
        { id: 3, username: '수현' },
      ],
      replyTo: {
        seq: 6,
        author: { id: 2, displayName: grace.displayName },
        excerpt: '# Release 1.4\nThings to do *before* **Friday**, see [the plan]',
      },
    }),
    post(linus, '@room lunch?', { mentionsRoom: true }),
    post(grace, '🎉🎉'),
    post(ada, 'Sure', {
      replyTo: { seq: 2, author: { id: 4, displayName: linus.displayName }, excerpt: '', isDeleted: true },
    }),
    post(linus, '', { deletedAt: now }),
    post(grace, 'The numbers are in.', {
      forwarded: { author: { id: 3, displayName: suhyeon.displayName }, createdAt: now - 4000 * minute },
    }),
    post(ada, 'Thanks. ![logo](https://example.org/logo.png) <script>alert(1)</script>'),
  ]
}
