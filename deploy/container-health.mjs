// Whether the container is healthy, for HEALTHCHECK: a server has to answer. Anything else is a program whose end is the container's end;
// a worker that hangs is found by the coordinator, which hears of its leases each second and gives them away after 15.
import { readFileSync } from 'node:fs'

const { FRAMEFARM_PORT: port = '4410' } = process.env
const isServer = readFileSync('/proc/1/cmdline', 'utf8').split('\0').includes('serve')

if (isServer) {
  const { status } = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4000) })
  if (status !== 200) throw new Error(`/healthz answered ${status}`)
}
