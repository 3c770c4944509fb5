/**
 * Gives the memory of bytes that nobody needs any more back at once. Left to the garbage collector, large ones bring it again and again
 * for a heap in which there is nothing to collect. The bytes are gone: whoever looks at them finds none.
 */
export function releaseBytes({ buffer, byteOffset }: Uint8Array): void {
  // Small ones of Node lie in a buffer with others.
  if (byteOffset === 0 && buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0)
}
