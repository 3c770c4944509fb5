/**
 * Gives the memory of bytes back at once, if they are many. Left to the garbage collector, a megabyte in each frame brings it ten times a
 * second, for a heap in which there is little else to collect.
 * @param bytes with a buffer to themselves; nobody may need them any more, and none are left
 */
export function releaseBytes({ buffer, byteOffset }: Uint8Array): void {
  // Small ones of Node lie in a buffer with others.
  if (byteOffset === 0 && buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0)
}
