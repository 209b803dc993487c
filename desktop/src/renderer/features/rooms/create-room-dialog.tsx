import { useTranslation } from 'react-i18next'
import { closeDialog, goToRoom } from '../navigation/navigation.ts'
import { useClient } from '../session/use-client.ts'
import { RoomForm } from './room-form.tsx'

/** Makes a room and goes there. */
export default function CreateRoomDialog({ name }: { name: string }) {
  const { t } = useTranslation()
  const client = useClient()
  return (
    <RoomForm
      title={t('rooms.create')}
      note={t('rooms.createNote')}
      action={t('rooms.createAction')}
      start={{ name, kind: 'public', topic: '', description: '', announcement: false }}
      canChooseKind
      canAnnounce
      onSave={async room => {
        const roomId = await client.createRoom(room)
        closeDialog()
        goToRoom(roomId)
      }}
    />
  )
}
