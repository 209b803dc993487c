import { useEffect } from 'react'
import { useClient } from '../session/use-client.ts'

/** After the last letter, in milliseconds. */
const patience = 200

/** Asks the server, which may know more people than this device, for those who are called what was typed. */
export function useFindPeople(typed: string): void {
  const client = useClient()
  const wanted = typed.trim().replace(/^@/, '')
  useEffect(() => {
    if (wanted === '') return
    const timer = setTimeout(() => client.findPeople(wanted).catch(() => {}), patience)
    return () => clearTimeout(timer)
  }, [client, wanted])
}
