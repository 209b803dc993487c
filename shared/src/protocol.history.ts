/**
 * Every version of the wire, oldest first. When `protocol.test.ts` fails, the schemas moved: raise `protocolVersion`, add a
 * line with the fingerprint that the test prints, and say what changed. A line that was released never changes.
 */
export const protocolHistory: readonly { version: number; fingerprint: string; what: string }[] = [
  {
    version: 1,
    fingerprint: '27eeb3332720ed7be4d19db842ecfb6dd6165aa1f1ad6a15d6805bd545d8ff56',
    what: 'Accounts, sessions, rooms, members, messages, read markers, presence and typing.',
  },
]
