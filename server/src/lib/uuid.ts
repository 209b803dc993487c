/** UUIDs are text on the wire and 16 bytes in the database. */

export function uuidToHex(uuid: string): string {
  return uuid.replaceAll('-', '')
}

export function uuidToBytes(uuid: string): Buffer {
  return Buffer.from(uuidToHex(uuid), 'hex')
}

export function bytesToUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
