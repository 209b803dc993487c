import type { Room, RoomChange } from '@chatter/shared/rooms.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { closeDialog } from '../navigation/navigation.ts'
import { useClient } from '../session/use-client.ts'
import { RoomForm } from './room-form.tsx'
import { useRoomName } from './room-name.ts'

/** Changes what a room is called and what it is for; says to the server only what is new. */
export default function EditRoomDialog({ room }: { room: Room }) {
  const { t } = useTranslation()
  const client = useClient()
  const shown = useRoomName(room)
  const [start] = useState({
    name: shown,
    kind: room.kind === 'private' ? ('private' as const) : ('public' as const),
    topic: room.topic,
    description: room.description,
    announcement: room.announcement,
  })
  return (
    <RoomForm
      title={t('rooms.edit')}
      action={t('rooms.save')}
      start={start}
      canAnnounce={!room.lobby}
      onSave={async ({ name, topic, description, announcement }) => {
        const change: RoomChange = {
          ...(name !== start.name && { name }),
          ...(topic !== start.topic && { topic }),
          ...(description !== start.description && { description }),
          ...(announcement !== start.announcement && { announcement }),
        }
        if (Object.keys(change).length > 0) await client.changeRoom(room.id, change)
        closeDialog()
      }}
    />
  )
}
