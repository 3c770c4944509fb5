import { renderRequest, type RenderRequest } from '../../src/api/render-request.ts'

/** A render of so many scenes of two seconds. */
export function requestOf(scenes: number, terms: Partial<Omit<RenderRequest, 'film'>> = {}): RenderRequest {
  const film = { version: 1, scenes: Array.from({ length: scenes }, (_none, index) => ({ image: `https://example.test/${index}.jpg`, duration: 2 })) }
  return renderRequest.parse({ film, ...terms })
}
