import type { Message } from '@chatter/shared/messages.ts'
import { clsx } from 'clsx'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { clockTime, exactTime } from '../../lib/times.ts'
import type { PendingPost } from '../../store/state.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { showPanel } from '../navigation/navigation.ts'
import { useMe } from '../session/use-client.ts'
import { PostBody } from './post-body.tsx'
import { FailedState, SendingState, SentState } from './post-state.tsx'
import './post.css'

type PostProps = {
  /** In the room, or on its way there: one component for both, so that nothing is drawn anew when it arrives. */
  post: Message | PendingPost
  isGrouped: boolean
  /** It was jumped to. */
  isLit: boolean
  isMine: boolean
  isNewestOfMine: boolean
  /** The one that the keys are at. */
  isActive: boolean
}

/** What somebody wrote. */
export const Post = memo(function Post(props: PostProps) {
  const { post, isGrouped, isLit, isMine, isNewestOfMine, isActive } = props
  const { t, i18n } = useTranslation()
  const me = useMe()
  const { author, time, state, seq } = 'state' in post ? pendingFacts(post, me) : sentFacts(post)
  const exact = exactTime(time, i18n.language)
  const about = () => showPanel({ kind: 'person', accountId: author.id })
  const clock = (
    <time className="post-time" dateTime={new Date(time).toISOString()} data-hint={exact}>
      {clockTime(time, i18n.language)}
    </time>
  )
  return (
    <article
      className={clsx(
        'post',
        `post-${state}`,
        isGrouped ? 'post-grouped' : 'post-first',
        isLit && 'post-lit',
      )}
      tabIndex={-1}
      data-seq={seq}
      data-state={state}
      data-focus-hint={exact}
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
        <div className="post-line">
          <PostText post={post} isActive={isActive} />
          {state === 'sending' && <SendingState />}
          {state === 'sent' && isMine && <SentState isNewest={isNewestOfMine} />}
        </div>
        {'state' in post && post.state !== 'sending' && (
          <FailedState post={post} reason={post.state.failed.code} />
        )}
      </div>
    </article>
  )
})

function PostText({ post, isActive }: Pick<PostProps, 'post' | 'isActive'>) {
  const { t } = useTranslation()
  if ('state' in post) return <PostBody body={post.body} isActive={isActive} />
  if (post.deletedAt !== undefined) return <p className="post-deleted">{t('messages.deleted')}</p>
  return (
    <>
      <PostBody body={post.body} mentioned={post} isActive={isActive} />
      {post.editedAt !== undefined && <span className="post-edited">{t('messages.edited')}</span>}
    </>
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
