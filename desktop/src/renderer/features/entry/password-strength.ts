/** How hard a password is to guess, from 0 to 4. Loaded only where a password is made: its dictionaries are large. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

const guesser = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })

/** @param about words that belong to the person, such as the user name */
export function guessStrength(password: string, about: readonly string[]): 0 | 1 | 2 | 3 | 4 {
  // What comes after a hundred characters can only make it stronger, and guessing takes longer with each.
  return guesser.check(password.slice(0, 100), about.filter(Boolean)).score
}
