/**
 * Every version of the wire, oldest first. When `protocol.test.ts` fails, the schemas moved: raise `protocolVersion`, add a
 * line with the fingerprint that the test prints, and say what changed. A line that was released never changes.
 */
export const protocolHistory: readonly { version: number; fingerprint: string; what: string }[] = [
  {
    version: 1,
    fingerprint: 'b2f3d7e28a7ed6fd7732e381e950b97c9b756325d13d34d1e15e7fe43d8ab69a',
    what: 'Accounts, sessions, rooms, members, messages, read markers, presence and typing.',
  },
  {
    version: 2,
    fingerprint: '46c6f5b484918baf69138a54e5b3f5ac22daae0d31b6d4e8745bf075c5318cad',
    what: 'Edits, deletions, replies, reactions, mentions, pins, forwarding, markers set back, receipts; roles, bans, announcement rooms, preferences; search.',
  },
  {
    version: 3,
    fingerprint: 'c05d50edf21fa5fa1de13c995b67353b5a937d17256b20b780f6caf22a2db5c3',
    what: 'Attachments: uploads, claims, limits, files of a room; signals.',
  },
  {
    version: 4,
    fingerprint: '4ca1be2e98c2c8b507320fc2c9ba6c97fe4ab9ee078b6c05e5a63bdf7c39527c',
    what: 'Moderators are told that the bans of their room changed; public rooms are browsed page by page.',
  },
  {
    version: 5,
    fingerprint: '9ee74cab7985b4baf2e71275775c8b84052ed164df8b6787171735963d737563',
    what: 'Limits tell whose quota leaves so little.',
  },
  {
    version: 6,
    fingerprint: '7c63dad56202d236986188f1d9dcb9df190adf7ebc24fa748f379a970eaed3e4',
    what: 'Do not disturb, quiet hours and keywords; presence tells who does not want to be disturbed.',
  },
  {
    version: 7,
    fingerprint: 'fc8a0ce26278458057aac554875ec478626c6aec5fdcc072f51351ced5e0d79e',
    what: 'Passwords are changed; servers ask for a code at sign-up.',
  },
  {
    version: 8,
    fingerprint: 'a95e339f08a67b7bf319c7a036c882105dc94c1cb47b4450dc89641b779a17b8',
    what: 'Administrators deactivate accounts and give new passwords.',
  },
]
