import { quantilesOf, type Quantiles } from '../report/quantiles.ts'
import { askServer, type ServerTarget } from './server-target.ts'

/** Requests before those that count: the first starts a browser and prepares the photograph. */
const warmUps = 3

/** POST /v1/frames one after the other, at places all over the first scene. @throws where one is refused */
export async function drawFrames(target: ServerTarget, count: number): Promise<Quantiles | null> {
  const durationsMs: number[] = []
  for (let index = -warmUps; index < count; index++) {
    const startMs = performance.now()
    const body = JSON.stringify({ film: target.film, at: { frame: (Math.abs(index) * 7) % 200 }, format: 'jpeg' })
    const response = await askServer(target, '/v1/frames', { method: 'POST', body })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`POST /v1/frames is answered with ${response.status}`)
    if (index >= 0) durationsMs.push(performance.now() - startMs)
  }
  return quantilesOf(durationsMs)
}
