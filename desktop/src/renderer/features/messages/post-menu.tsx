import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { useWords } from '../../lib/use-words.ts'
import { MenuAt } from '../../ui/menu.tsx'
import { closeOverlay, type Point, useOverlays } from './message-overlays.ts'
import { usePostActions } from './use-post-actions.ts'

type PostMenuProps = { room: Room; message: Message; at: Point; isByKeys: boolean }

/** Everything that can be done with a message, where the pointer or the button is. */
export default function PostMenu({ room, message, at, isByKeys }: PostMenuProps) {
  const { t } = useWords()
  const entries = usePostActions(room, message, at)
  // What was chosen may have opened something else.
  const close = () => useOverlays.getState().open?.kind === 'menu' && closeOverlay()
  return (
    <MenuAt label={t('messages.actions')} at={at} isByKeys={isByKeys} entries={entries} onClose={close} />
  )
}
