/**
 * Who may ask to be let in on a connection. Socket.IO lets every greeting in that comes before the first is answered, each as a
 * client of its own; a person's app sends one, and another after a refusal or a farewell.
 */
export type Greetings = {
  /** Whether this connection may ask now; then it is asking until {@link Greetings.end}. */
  begin: (connection: object) => boolean
  /** It was refused, or said good-bye. */
  end: (connection: object) => void
}

/** So often a connection may ask: each time costs a look-up. */
const most = 10

export function createGreetings(): Greetings {
  const known = new WeakMap<object, { isGreeted: boolean; times: number }>()
  return {
    begin(connection) {
      const state = known.get(connection) ?? { isGreeted: false, times: 0 }
      known.set(connection, state)
      if (state.isGreeted || state.times >= most) return false
      state.isGreeted = true
      state.times++
      return true
    },
    end(connection) {
      const state = known.get(connection)
      if (state) state.isGreeted = false
    },
  }
}
