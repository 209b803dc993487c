/**
 * Says on one line what is being done, and how long it took. On a terminal the seconds count while it lasts.
 *
 * @template T
 * @param {string} what for example "Installing dependencies"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function progress(what, work) {
  const start = Date.now()
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(1)} s`
  const live = process.stdout.isTTY
  const say = (/** @type {string} */ text) => process.stdout.write(live ? `\r\x1b[K${text}` : `${text}\n`)
  say(`${what} …`)
  const ticking = live ? setInterval(() => say(`${what} … ${seconds()}`), 500) : undefined
  try {
    const result = await work()
    say(`${what}: done in ${seconds()}${live ? '\n' : ''}`)
    return result
  } catch (error) {
    say(`${what}: failed after ${seconds()}${live ? '\n' : ''}`)
    throw error
  } finally {
    clearInterval(ticking)
  }
}
