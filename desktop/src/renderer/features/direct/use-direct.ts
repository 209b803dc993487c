import { useStore } from 'zustand'
import type { DirectState } from '../../store/direct.ts'
import { directRoomOf } from '../../store/direct.wishes.ts'
import { useClient, useClientState } from '../session/use-client.ts'

/** A part of what is known of files that go from app to app. */
export function useDirect<Part>(select: (state: DirectState) => Part): Part {
  return useStore(useClient().direct.store, select)
}

/** How the other person of the direct room is called in which this file was posted; empty where it is not known. */
export function useOtherName(attachmentId: string): string {
  return useClientState(({ snapshot }) => directRoomOf(snapshot, attachmentId)?.peer?.displayName ?? '')
}
