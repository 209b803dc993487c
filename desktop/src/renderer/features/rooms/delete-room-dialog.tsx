import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../lib/use-keys.ts'
import { Button } from '../../ui/button.tsx'
import { Question } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { errorCode } from '../errors/error-code.ts'
import { closeDialog } from '../navigation/navigation.ts'
import { useClient } from '../session/use-client.ts'
import { useRoomName } from './room-name.ts'

/** Names what is lost, and wants the room's name typed: nothing brings a room back. */
export default function DeleteRoomDialog({ room }: { room: Room }) {
  const { t } = useTranslation()
  const client = useClient()
  const name = useRoomName(room)
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<ErrorCode | null>(null)
  const [isBusy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const isSame = plain(typed) === plain(name)
  const act = async () => {
    if (!isSame || isBusy) return
    setBusy(true)
    try {
      await client.deleteRoom(room.id)
      closeDialog()
    } catch (failure) {
      setProblem(errorCode(failure))
      setBusy(false)
    }
  }
  useKeys(input, ({ key }) => {
    if (key !== 'Enter') return false
    void act()
    return true
  })
  return (
    <Question
      title={t('rooms.deleteTitle', { name })}
      words={
        <>
          {room.lastSeq > 0 && `${t('rooms.deleteMessages', { count: room.lastSeq })} `}
          {t('rooms.deleteNote', { count: room.memberCount })}
        </>
      }
      onClose={closeDialog}
    >
      <Field
        ref={input}
        label={t('rooms.deleteType')}
        placeholder={name}
        value={typed}
        error={problem ? t('rooms.deleteFailed', { reason: t(`errors.${problem}`) }) : undefined}
        autoComplete="off"
        spellCheck={false}
        onText={setTyped}
      />
      <div className="question-actions">
        <Button onClick={closeDialog}>{t('app.cancel')}</Button>
        <Button look="danger" isBusy={isBusy} aria-disabled={!isSame} onClick={act}>
          {t('rooms.delete')}
        </Button>
      </div>
    </Question>
  )
}

function plain(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}
