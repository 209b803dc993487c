/**
 * Gives the memory of bytes back at once; they are empty from then on. Left to the garbage collector, what a fast upload brings
 * makes it go through everything that the server has, once for each 64 MiB, and all who talk wait for it.
 * Bytes that share their memory with others are left alone.
 */
export function giveBack({ buffer, byteLength }: Buffer): void {
  const isWhole = buffer instanceof ArrayBuffer && !buffer.detached && buffer.byteLength === byteLength
  if (isWhole) buffer.transfer(0)
}
