import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to a server that can be cut, as a cable is: who is connected hears nothing any more, not even that it is over. */
export type NetCut = AsyncDisposable & { readonly url: string; readonly cut: () => void; readonly mend: () => void }

/** @param target where the way leads */
export async function openNetCut(target: string): Promise<NetCut> {
  const { hostname, port } = new URL(target)
  const ends = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from)
      from.on('error', () => undefined)
      from.on('close', () => {
        ends.delete(from)
        if (!isCut) to.destroy()
      })
      // What comes while the way is cut is lost.
      from.on('data', (bytes: Buffer) => isCut || to.write(bytes))
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      isCut = true
    },
    mend: () => {
      isCut = false
      // As after a reset: what was lost would be missing in the middle of a stream.
      for (const end of ends) end.destroy()
    },
    [Symbol.asyncDispose]: async () => {
      for (const end of ends) end.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
