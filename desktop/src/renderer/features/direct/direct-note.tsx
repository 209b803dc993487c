import type { Attachment } from '@chatter/shared/attachments.ts'
import { shareWords } from '../../lib/sizes.ts'
import { useWords } from '../../lib/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { useTabIndex } from '../markdown/tab-stops.ts'
import { useClient } from '../session/use-client.ts'
import { useDirect, useOtherName } from './use-direct.ts'
import './direct.css'

/** Below a file that went directly: where it is, and how to get it again where it is not. */
export function DirectNote({ attachment, isMine }: { attachment: Attachment; isMine: boolean }) {
  const { t } = useWords()
  const name = useOtherName(attachment.id)
  const isHere = useDirect(({ copies }) => copies?.has(attachment.id))
  if (isMine && !isHere) return <p className="direct-note">{t('direct.noteGone')}</p>
  if (isMine) return <p className="direct-note">{t('direct.noteMine', { name })}</p>
  return (
    <div className="direct-note">
      <p>{t('direct.note')}</p>
      <GetAgain attachment={attachment} name={name} />
    </div>
  )
}

function GetAgain({ attachment, name }: { attachment: Attachment; name: string }) {
  const { t, language } = useWords()
  const client = useClient()
  const tabIndex = useTabIndex()
  const wish = useDirect(({ wishes }) => wishes[attachment.id])
  const received = useDirect(
    ({ incoming }) => incoming.find(({ attachmentId }) => attachmentId === attachment.id)?.received ?? 0,
  )
  const isOnWay = wish === 'waiting' || wish === 'asking' || wish === 'receiving'
  const share = shareWords(received, attachment.size, language)
  return (
    <>
      <p role="status">
        {wish === 'waiting' && t('direct.waitingToAsk')}
        {wish === 'asking' && t('direct.asking')}
        {wish === 'receiving' && `${t('direct.receiving')} · ${share}`}
        {(wish === 'offline' || wish === 'cannot') && t(`direct.${wish}`, { name })}
      </p>
      <Button
        size="small"
        tabIndex={tabIndex}
        isBusy={isOnWay}
        onClick={() => void client.direct.wish(attachment)}
      >
        {t('direct.again')}
      </Button>
    </>
  )
}
