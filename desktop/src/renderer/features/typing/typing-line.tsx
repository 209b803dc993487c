import { useWords } from '../../lib/use-words.ts'
import { useClientState } from '../session/use-client.ts'
import './typing-line.css'

/** Who is writing in this room at this moment. Keeps its height, so that nothing moves when they stop. */
export function TypingLine({ roomId }: { roomId: number }) {
  const { t } = useWords()
  const typists = useClientState(({ snapshot }) => snapshot.typists[roomId])
  const [first, second, ...others] = typists?.map(({ displayName }) => displayName) ?? []
  const words =
    first && second
      ? others.length > 0
        ? t('typing.many', { first, second, count: others.length })
        : t('typing.two', { first, second })
      : first && t('typing.one', { first })
  return (
    <div className="typing-line truncated">
      {words && (
        <>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {words}
        </>
      )}
    </div>
  )
}
