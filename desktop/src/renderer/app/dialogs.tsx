import { lazy, Suspense } from 'react'
import type { Environment } from '../../bridge/bridge.ts'
import { useLightbox } from '../features/attachments/showing/lightbox-state.ts'
import { type Dialog, useNavigation } from '../features/navigation/navigation.ts'
import { useClientState } from '../features/session/use-client.ts'

// Not needed at the start, and read from the app's own files within a blink.
const SettingsDialog = lazy(() => import('../features/settings/settings-dialog.tsx'))
const LogOutDialog = lazy(() => import('../features/account/log-out-dialog.tsx'))
const SwitcherDialog = lazy(() => import('../features/switcher/switcher-dialog.tsx'))
const CreateRoomDialog = lazy(() => import('../features/rooms/create-room-dialog.tsx'))
const BrowseRoomsDialog = lazy(() => import('../features/rooms/browse-rooms-dialog.tsx'))
const ClosedRoomDialog = lazy(() => import('../features/rooms/closed-room-dialog.tsx'))
const EditRoomDialog = lazy(() => import('../features/rooms/edit-room-dialog.tsx'))
const InviteDialog = lazy(() => import('../features/rooms/invite-dialog.tsx'))
const LeaveRoomDialog = lazy(() => import('../features/rooms/leave-room-dialog.tsx'))
const DeleteRoomDialog = lazy(() => import('../features/rooms/delete-room-dialog.tsx'))
const Lightbox = lazy(() => import('../features/attachments/showing/lightbox.tsx'))
const AdministrationDialog = lazy(() => import('../features/administration/administration-dialogs.tsx'))
const MemberDialog = lazy(() => import('../features/rooms/member-dialogs.tsx'))

export function Dialogs({ environment }: { environment: Environment }) {
  const dialog = useNavigation(state => state.dialog)
  const areLookedAt = useLightbox(({ open }) => open !== null)
  return (
    <Suspense>
      {areLookedAt && <Lightbox />}
      {dialog.kind === 'settings' && <SettingsDialog page={dialog.page} environment={environment} />}
      {dialog.kind === 'log-out' && <LogOutDialog />}
      {dialog.kind === 'switcher' && <SwitcherDialog />}
      {dialog.kind === 'create-room' && <CreateRoomDialog name={dialog.name} />}
      {dialog.kind === 'browse-rooms' && <BrowseRoomsDialog />}
      {dialog.kind === 'closed-room' && <ClosedRoomDialog key={dialog.place.roomId} place={dialog.place} />}
      {dialog.kind === 'administration' && (
        <AdministrationDialog act={dialog.act} accountId={dialog.accountId} />
      )}
      {'roomId' in dialog && <RoomDialog key={dialog.roomId} dialog={dialog} />}
    </Suspense>
  )
}

/** A dialog about one room, which closes by itself when that room is gone. */
function RoomDialog({ dialog }: { dialog: Extract<Dialog, { roomId: number }> }) {
  const room = useClientState(({ snapshot }) => snapshot.rooms[dialog.roomId])
  const accountId = 'accountId' in dialog ? dialog.accountId : undefined
  const account = useClientState(({ snapshot }) =>
    accountId === undefined ? undefined : snapshot.accounts[accountId],
  )
  if (!room) return null
  switch (dialog.kind) {
    case 'edit-room':
      return <EditRoomDialog room={room} />
    case 'invite':
      return <InviteDialog room={room} />
    case 'leave-room':
      return <LeaveRoomDialog room={room} />
    case 'delete-room':
      return <DeleteRoomDialog room={room} />
    default:
      return account ? <MemberDialog act={dialog.kind} room={room} account={account} /> : null
  }
}
