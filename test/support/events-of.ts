import type { RenderEvent } from '../../src/api/render-event.ts'
import type { RenderFarm } from '../../src/api/render-farm.ts'

/** All events of a render after one, until it is over. */
export async function eventsOf(farm: RenderFarm, id: string, afterId = 0): Promise<readonly RenderEvent[]> {
  const { signal } = new AbortController()
  const events: RenderEvent[] = []
  for await (const event of (await farm.events(id, null, { id: afterId, signal })) ?? []) events.push(event)
  return events
}

export function statesIn(events: readonly RenderEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'state' ? [event.state] : []))
}
