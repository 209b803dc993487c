/** How long speed is averaged over, in milliseconds: a link that stutters shall not make the time left jump. */
const memory = 4_000

/** How often progress is told, in milliseconds. */
const tellInterval = 150

/** Tells now and then how many bytes of something have gone, and how many go per second; of the last ones always. */
export function createTelling(
  { size, now }: { size: number; now: () => number },
  tell: (gone: number, speed: number | undefined) => void,
): (gone: number) => void {
  const speedOf = createSpeed(now)
  let toldAt = Number.NEGATIVE_INFINITY
  return gone => {
    const speed = speedOf.read(gone)
    if (now() - toldAt < tellInterval && gone < size) return
    toldAt = now()
    tell(gone, speed)
  }
}

/** Measures how fast something goes, smoothly. */
function createSpeed(now: () => number) {
  let last: { at: number; sent: number } | undefined
  let speed: number | undefined
  return {
    /** @returns bytes per second, once there is something to tell from */
    read(sent: number): number | undefined {
      const at = now()
      if (!last || sent < last.sent) {
        last = { at, sent }
        return speed
      }
      const passed = at - last.at
      if (passed < 200) return speed
      const current = ((sent - last.sent) / passed) * 1000
      const weight = 1 - Math.exp(-passed / memory)
      speed = speed === undefined ? current : speed + (current - speed) * weight
      last = { at, sent }
      return speed
    },
  }
}
