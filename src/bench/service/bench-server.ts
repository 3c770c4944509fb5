import { randomBytes } from 'node:crypto'
import { isOver } from '../../client/index.ts'
import { drawFrames } from './draw-frames.ts'
import { listenMany, type Heard } from './listen-many.ts'
import { ProcessLoad, rssBytes, type CpuSeconds } from './process-load.ts'
import type { Quantiles } from '../report/quantiles.ts'
import { sendBurst, sendFilms, type SendOrder, type Sent } from './send-films.ts'
import type { ServerTarget } from './server-target.ts'

export type ServerBenchOrder = SendOrder & {
  readonly listeners: number
  readonly frames: number
  /** Requests at the same time, to see the server turn them away. */
  readonly burst: number
}

type Memory = { readonly beforeBytes: number; readonly peakBytes: number; readonly afterBytes: number }

export type ServerBenchResult = {
  readonly version: 1
  readonly order: ServerBenchOrder
  /** POST /v1/frames while nothing else goes on. */
  readonly frames: Quantiles | null
  /** POST /v1/renders while another film renders. */
  readonly submit: Omit<Sent, 'ids'>
  readonly listen: Heard
  readonly overload: Omit<Sent, 'ids'> & { readonly memory: Memory | null; readonly answersAfterwards: boolean }
  /** While one film was rendered and nothing was asked; null without the server's process id. */
  readonly renderCpu: CpuSeconds | null
}

/** Measures a running server, part after part, and cancels what it has made it accept. `say` is told what is being done. */
export async function benchServer(target: ServerTarget, order: ServerBenchOrder, say: (text: string) => void): Promise<ServerBenchResult> {
  say(`frames: ${order.frames} of POST /v1/frames`)
  const frames = await drawFrames(target, order.frames)
  say('processor time: one film, and nothing else')
  const renderCpu = await measureRender(target)
  say(`submitting: ${order.perSecond} a second for ${order.seconds} s, while a film renders`)
  const { submit, listen } = await measureBusy(target, order, say)
  say(`overload: ${order.burst} at the same time`)
  const overload = await measureOverload(target, order.burst)
  return { version: 1, order, frames, submit, listen, overload, renderCpu }
}

/** Without listeners, so that it is the rendering that is measured. */
async function measureRender({ client, film, pid }: ServerTarget): Promise<CpuSeconds | null> {
  if (pid === null) return null
  using load = new ProcessLoad(pid)
  const { id } = await client.renders.submit(withOwnBackground(film))
  const { state } = await client.renders.wait(id)
  if (state !== 'succeeded') throw new Error(`the film that was to be measured has ${state}`)
  return load.cpuSeconds()
}

async function measureBusy(target: ServerTarget, order: ServerBenchOrder, say: (text: string) => void) {
  await using busy = await startRender(target)
  const { ids, ...submit } = await sendFilms(target, order)
  await cancelAll(target, ids)
  say(`listening: ${order.listeners} connections to the events of the film`)
  const listen = await listenMany(target, busy.id, { count: order.listeners, seconds: order.seconds })
  return { submit, listen }
}

async function measureOverload(target: ServerTarget, burst: number) {
  const { pid } = target
  const beforeBytes = pid === null ? 0 : rssBytes(pid)
  using load = pid === null ? null : new ProcessLoad(pid)
  const { ids, ...sent } = await sendBurst(target, burst)
  await cancelAll(target, ids)
  const answersAfterwards = await answers(target)
  const memory = load && pid !== null ? { beforeBytes, peakBytes: load.peakRssBytes, afterBytes: rssBytes(pid) } : null
  return { ...sent, memory, answersAfterwards }
}

async function answers({ client }: ServerTarget): Promise<boolean> {
  try {
    await client.templates()
    return true
  } catch {
    return false
  }
}

/** A film that goes before all others, from when its first frames are rendered; cancelled when it is not needed any more. */
async function startRender({ client, film }: ServerTarget): Promise<AsyncDisposable & { readonly id: string }> {
  const { id } = await client.renders.submit({ film: withOwnBackground(film), priority: 10 })
  for await (const event of client.renders.events(id)) {
    if (event.type === 'progress' && event.progress.framesDone > 0) break
    if (event.type === 'state' && isOver(event.state)) throw new Error(`the film that was to render meanwhile has ${event.state}`)
  }
  return { id, [Symbol.asyncDispose]: () => cancelAll({ client }, [id]) }
}

/** A film that was rendered before is there already; this one was not. */
function withOwnBackground(film: ServerTarget['film']): ServerTarget['film'] {
  return { ...film, background: `#${randomBytes(3).toString('hex')}` }
}

const cancelledAtOnce = 10

async function cancelAll({ client }: Pick<ServerTarget, 'client'>, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += cancelledAtOnce) {
    await Promise.all(ids.slice(from, from + cancelledAtOnce).map((id) => client.renders.cancel(id)))
  }
  for (const id of ids.slice(-1)) if (!isOver((await client.renders.get(id)).state)) await client.renders.wait(id)
}
