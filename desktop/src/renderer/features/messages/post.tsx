import { mentionsPerson } from '@chatter/shared/messages.apply.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { clsx } from 'clsx'
import { Forward, Pin } from 'lucide-react'
import { memo, useMemo } from 'react'
import { clockTime, exactTime, longDate } from '../../lib/times.ts'
import { useWords } from '../../lib/use-words.ts'
import type { PendingPost } from '../../store/state.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { PendingFiles } from '../attachments/sending/pending-files.tsx'
import { Attachments } from '../attachments/showing/attachments.tsx'
import { TabStops, useTabIndex } from '../markdown/tab-stops.ts'
import { showPanel } from '../navigation/navigation.ts'
import { ReactionChips } from '../reactions/reaction-chips.tsx'
import { useClientState, useMe } from '../session/use-client.ts'
import { openOverlay } from './message-overlays.ts'
import { PostBody } from './post-body.tsx'
import { FailedState, SeenState, SendingState, SentState } from './post-state.tsx'
import { PostToolbar } from './post-toolbar.tsx'
import { QuoteLine } from './quote.tsx'
import { beginningOf } from './quotes.ts'
import { usePostReach } from './use-post-reach.ts'
import './post.css'

type PostProps = {
  /** In the room, or on its way there: one component for both, so that nothing is drawn anew when it arrives. */
  post: Message | PendingPost
  isGrouped: boolean
  /** It was jumped to. */
  isLit: boolean
  isMine: boolean
  isNewestOfMine: boolean
  /** It is the last of mine that the other one of a direct room has read. */
  isSeen: boolean
  /** The one that the keys are at. */
  isActive: boolean
}

/** What somebody wrote. */
export const Post = memo(function Post(props: PostProps) {
  const { post, isGrouped, isLit, isMine, isNewestOfMine, isSeen, isActive } = props
  const { t, language } = useWords()
  const me = useMe()
  const { author, time, state, seq } = 'state' in post ? pendingFacts(post, me) : sentFacts(post)
  const message = 'state' in post ? undefined : post
  const reach = usePostReach(message, isActive)
  const exact = exactTime(time, language)
  const about = () => showPanel({ kind: 'person', accountId: author.id })
  const clock = (
    <time className="post-time" dateTime={new Date(time).toISOString()} data-hint={exact}>
      {clockTime(time, language)}
    </time>
  )
  return (
    <TabStops value={isActive}>
      <article
        className={clsx(
          'post',
          `post-${state}`,
          isGrouped ? 'post-grouped' : 'post-first',
          isLit && 'post-lit',
          message && !isMine && mentionsPerson(message, me.id) && 'post-mentioning',
          reach.isReached && 'post-reached',
        )}
        tabIndex={-1}
        aria-label={t('messages.named', {
          name: author.displayName,
          time: clockTime(time, language),
          words: message?.deletedAt === undefined ? beginningOf(post) : t('messages.deleted'),
        })}
        data-seq={seq}
        data-state={state}
        data-focus-hint={exact}
        {...reach.listeners}
      >
        <div className="post-side">
          {isGrouped ? (
            clock
          ) : (
            <button
              type="button"
              className="post-picture"
              tabIndex={-1}
              aria-label={t('messages.about', { name: author.displayName })}
              onClick={about}
            >
              <Avatar account={author} size={36} />
            </button>
          )}
        </div>
        <div className="post-main">
          {isGrouped ? (
            <span className="hidden-visually">{author.displayName}</span>
          ) : (
            <header className="post-head">
              <button
                type="button"
                className="post-author truncated"
                tabIndex={-1}
                title={author.displayName}
                onClick={about}
              >
                {author.displayName}
              </button>
              {clock}
            </header>
          )}
          <PostOrigin post={post} />
          <div className="post-line">
            <PostText post={post} isActive={isActive} />
            {state === 'sending' && <SendingState />}
            {isSeen ? <SeenState /> : state === 'sent' && isMine && <SentState isNewest={isNewestOfMine} />}
          </div>
          <PostFiles post={post} />
          {message && <ReactionChips message={message} />}
          {'state' in post && post.state !== 'sending' && (
            <FailedState post={post} reason={post.state.failed.code} />
          )}
        </div>
        {message && reach.isReached && <PostToolbar message={message} />}
      </article>
    </TabStops>
  )
})

/** Where a post comes from: what it replies to, who wrote it first, and who pinned it. */
function PostOrigin({ post }: Pick<PostProps, 'post'>) {
  const { t, language } = useWords()
  const forwarded = 'state' in post ? post.forwards : post.forwarded
  const pinned = 'state' in post ? undefined : post.pinned
  return (
    <>
      {pinned && (
        <p className="post-mark">
          <Pin size={13} aria-hidden="true" />
          {t('messages.pinned', { name: pinned.by.displayName })}
        </p>
      )}
      {forwarded && (
        <p className="post-mark">
          <Forward size={14} aria-hidden="true" />
          {t('messages.forwarded', {
            name: forwarded.author.displayName,
            date: longDate(forwarded.createdAt, language),
          })}
        </p>
      )}
      {post.replyTo && <QuoteLine roomId={post.roomId} quote={post.replyTo} />}
    </>
  )
}

function PostFiles({ post }: Pick<PostProps, 'post'>) {
  if ('state' in post) return <PendingFiles post={post} />
  return post.attachments && post.deletedAt === undefined ? <Attachments message={post} /> : null
}

function PostText({ post, isActive }: Pick<PostProps, 'post' | 'isActive'>) {
  const { t } = useWords()
  if ('state' in post) return post.body ? <PostBody body={post.body} isActive={isActive} /> : null
  if (post.deletedAt !== undefined) return <p className="post-deleted">{t('messages.deleted')}</p>
  return (
    <>
      {post.body !== '' && <SaidBody message={post} isActive={isActive} />}
      {post.editedAt !== undefined && <EditedMark message={post} />}
    </>
  )
}

/** My keywords stand out in what others write. */
function SaidBody({ message, isActive }: { message: Message; isActive: boolean }) {
  const keywords = useClientState(({ account, snapshot }) =>
    message.author.id === account.id ? noKeywords : snapshot.alertPreferences.keywords,
  )
  const mentioned = useMemo(
    () => (keywords.length === 0 ? message : { ...message, keywords }),
    [message, keywords],
  )
  return <PostBody body={message.body} mentioned={mentioned} isActive={isActive} />
}

const noKeywords: readonly string[] = []

function EditedMark({ message }: { message: Message }) {
  const { t, language } = useWords()
  return (
    <button
      type="button"
      className="post-edited"
      tabIndex={useTabIndex()}
      data-hint={exactTime(message.editedAt!, language)}
      onClick={() => openOverlay({ kind: 'edits', message })}
    >
      {t('messages.edited')}
    </button>
  )
}

function sentFacts({ author, createdAt, seq }: Message) {
  return { author, time: createdAt, seq, state: 'sent' } as const
}

function pendingFacts({ writtenAt, state }: PendingPost, me: { id: number; displayName: string }) {
  return {
    author: me,
    time: writtenAt,
    seq: undefined,
    state: state === 'sending' ? 'sending' : 'failed',
  } as const
}
