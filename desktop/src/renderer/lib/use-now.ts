import { useEffect, useState } from 'react'

/** The current time, renewed at each full multiple of `interval` milliseconds. */
export function useNow(interval: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const wait = () => {
      timer = setTimeout(
        () => {
          setNow(Date.now())
          wait()
        },
        interval - (Date.now() % interval) + 5,
      )
    }
    wait()
    return () => clearTimeout(timer)
  }, [interval])
  return now
}
