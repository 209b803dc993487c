/** Addresses at which another app says that it can be reached. */

/** More are no description of one machine. */
const mostCandidates = 16

/**
 * Leaves of a session description only what leads straight to a machine: by an address, or by a name that is asked for in the own
 * network only. Whoever describes themselves chooses what this app knocks at, and it asks no name server for them.
 */
export function keepHosts(sdp: string): string {
  let left = mostCandidates
  return sdp
    .split(/\r?\n/)
    .filter(line => !line.startsWith('a=candidate:') || (isHost(line) && left-- > 0))
    .join('\r\n')
}

function isHost(line: string): boolean {
  const [, , transport, , address = '', port, , type] = line.split(' ')
  return (
    type === 'host' &&
    transport?.toLowerCase() === 'udp' &&
    Number(port) >= 1024 &&
    (isAddress(address) || /^[0-9a-f-]{36}\.local$/i.test(address))
  )
}

function isAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || (text.includes(':') && /^[0-9a-f:.]{2,45}$/i.test(text))
}
