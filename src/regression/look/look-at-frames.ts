import type { RenderListener } from '../../farm/render-events.ts'
import type { LoadedFilm } from '../../farm/load-film.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import { compareFrame, type CompareTools, type ComparedFrame } from './compare-frame.ts'
import type { Drawing } from '../draw/open-drawing.ts'
import type { FramePick } from '../frame-pick.ts'
import { inSceneOf } from '../pick/in-scene-of.ts'

type Look = CompareTools & {
  readonly drawing: Drawing
  readonly film: LoadedFilm
  readonly picks: readonly FramePick[]
  readonly listen: RenderListener
}

/** Draws the picked frames and holds each against its baseline. @throws as Drawing.draw and compareFrame */
export async function lookAtFrames({ drawing, film, picks, listen, ...tools }: Look, signal: AbortSignal): Promise<readonly ComparedFrame[]> {
  const compared = new Map<string, ComparedFrame>()
  const tell = () => listen({ type: 'frames', done: compared.size, reused: 0, total: picks.length })
  listen({ type: 'stage', stage: 'rendering' })
  await drawing.draw(
    {
      film,
      picks,
      onWarning: (message) => listen({ type: 'warning', message }),
      onFrame: async (drawn) => {
        for (const pick of picks.filter(({ frame }) => frame === drawn.frame)) {
          throwIfCancelled(signal)
          compared.set(pick.name, await compareFrame({ pick, inScene: inSceneOf(pick, film.plan), drawn }, tools))
          tell()
        }
      },
    },
    signal,
  )
  return picks.flatMap(({ name }) => compared.get(name) ?? [])
}
