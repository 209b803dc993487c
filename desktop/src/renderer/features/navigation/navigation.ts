/** Where the person is in the app: which room, which panel, which dialog. */
import { createAccountStore } from '../../lib/account-store.ts'
import { recall, remember } from '../../lib/storage.ts'

/** Narrower than this, in pixels, the panel lies above the conversation: see side-panel.css. */
const widthForPanel = 1060

export type Panel = { kind: 'room' } | { kind: 'person'; accountId: number } | { kind: 'search' }

/** A room or, with `seq`, a message in it. */
export type Place = { roomId: number; seq: number | undefined }

export type SettingsPage = 'profile' | 'appearance' | 'notifications' | 'files' | 'devices' | 'about'

/** What an administrator is asked about before it is done. */
export type AdministrationAct = 'deactivate' | 'take-administration' | 'give-password'

/** What lies above everything else. There is one at a time. */
export type Dialog =
  | { kind: 'none' }
  | { kind: 'settings'; page: SettingsPage }
  | { kind: 'log-out' }
  | { kind: 'switcher' }
  | { kind: 'create-room'; name: string }
  /** Somewhere that a link leads to, but where I am not. */
  | { kind: 'closed-room'; place: Place }
  | { kind: 'browse-rooms' }
  | { kind: 'edit-room' | 'invite' | 'leave-room' | 'delete-room'; roomId: number }
  | { kind: 'remove-member' | 'ban-member' | 'hand-over'; roomId: number; accountId: number }
  | { kind: 'administration'; act: AdministrationAct; accountId: number }

type Navigation = {
  roomId: number | null
  /** The message to go to, and to light up for a moment. A new object each time, so that going there again works. */
  target: { roomId: number; seq: number } | null
  panel: Panel | null
  /** The side bar, where the window is too narrow to show it always. */
  isDrawerOpen: boolean
  dialog: Dialog
  /** Counts up when the search for people is asked for. */
  searches: number
}

export const useNavigation = createAccountStore<Navigation>(() => ({
  roomId: null,
  target: null,
  panel: recall('panel') === 'open' && innerWidth >= widthForPanel ? { kind: 'room' } : null,
  isDrawerOpen: false,
  dialog: { kind: 'none' },
  searches: 0,
}))

const { setState, getState } = useNavigation

/** Goes to a room; with `seq`, to that message in it. */
export function goToRoom(roomId: number, seq?: number): void {
  const { panel } = getState()
  const target = seq ? { roomId, seq } : null
  const stays = panel?.kind === 'search' && innerWidth >= widthForPanel
  setState({
    roomId,
    target,
    isDrawerOpen: false,
    panel: stays || panel === null ? panel : panel.kind === 'search' ? null : { kind: 'room' },
  })
}

export function showPanel(panel: Panel | null): void {
  if (panel?.kind !== 'search') remember('panel', panel ? 'open' : null)
  setState({ panel })
}

export function togglePanel(): void {
  const { panel } = getState()
  showPanel(panel && panel.kind !== 'search' ? null : { kind: 'room' })
}

export function openSettings(page: SettingsPage = 'profile'): void {
  setState({ dialog: { kind: 'settings', page }, isDrawerOpen: false })
}

export function askToLogOut(): void {
  setState({ dialog: { kind: 'log-out' } })
}

export function openDialog(dialog: Dialog): void {
  setState({ dialog, isDrawerOpen: false })
}

/** Whether what is open shows something once, and nothing else takes its place. */
export function showsOnce({ dialog }: Pick<Navigation, 'dialog'>): boolean {
  return dialog.kind === 'administration' && dialog.act === 'give-password'
}

export function closeDialog(): void {
  setState({ dialog: { kind: 'none' } })
}

export function openDrawer(isDrawerOpen: boolean): void {
  setState({ isDrawerOpen })
}

/** Puts the cursor into the search for people. */
export function findPerson(): void {
  setState(({ searches }) => ({ searches: searches + 1, isDrawerOpen: true }))
}
