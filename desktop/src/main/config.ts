import { delimiter } from 'node:path'

/** What the environment tells the app. Nothing else reads it. */
export const config = {
  /** The server that the log-in screen starts with. */
  serverUrl: process.env.CHATTER_SERVER_URL || null,
  /** A folder of its own for everything that this app keeps: a second account beside the first, or a test. */
  profileFolder: process.env.CHATTER_PROFILE_DIR || null,
  /** Where the person has dictionaries of their own, as Hunspell knows it. */
  dictionaryFolders: (process.env.DICPATH ?? '').split(delimiter).filter(folder => folder !== ''),
}
