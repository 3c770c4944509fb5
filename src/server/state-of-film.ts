import { fileNameOf } from '../assets/image-order.ts'
import type { LoadedFilm } from '../farm/load-film.ts'
import type { Rectangle } from '../film/camera-schema.ts'
import type { Film, Output } from '../film/film.ts'
import type { View } from '../plan/camera.ts'
import type { ScenePlan } from '../plan/plan-scene.ts'
import { frameAt } from '../plan/timeline.ts'
import type { PreviewCamera, PreviewScene, ReadyState } from './preview-state.ts'

type ShownFilm = Pick<LoadedFilm, 'plan' | 'sites' | 'sceneKeys'> & { readonly film: Film }

/**
 * What the page is told of a film that can be rendered.
 * @param soundKey another one for another sound; null for a silent film
 */
export function stateOfFilm(filmName: string, { film, plan, sites, sceneKeys }: ShownFilm, soundKey: string | null): ReadyState {
  const { output, frames, warnings } = plan
  const scenes = plan.scenes.map((scene, index): PreviewScene => {
    const { range, name, template, images } = scene
    // The prepared file's name makes another address of another picture: a browser shows the same one from memory.
    const picture = `${index + 1}?${images.map(fileNameOf).join()}`
    return {
      ...{ number: index + 1, name, template, ...range },
      page: `scenes/${index + 1}${sites[index]?.entry ?? ''}?${sceneKeys[index]?.slice(0, 16) ?? ''}`,
      thumbnail: images.length === 0 ? null : `thumbnails/${picture}`,
      transition: scene.stage.transition && { type: scene.stage.transition.type, frames: framesIn(scene.stage.transition.durationMs, output) },
      captions: scene.captions.map(({ startS, endS, words }) => ({
        ...{ from: frameAt(startS, output.fps), to: frameAt(endS, output.fps) },
        text: words
          .map((word) => word.text + word.after)
          .join('')
          .replaceAll(/\s+/g, ' ')
          .trim(),
      })),
      camera: cameraOf(scene, `photographs/${picture}`, film),
    }
  })
  // As for pictures: another sound has another address.
  const sound = soundKey === null ? null : { file: `sound?${soundKey}`, waves: `waves?${soundKey}` }
  return { status: 'ready', filmName, width: output.width, height: output.height, fps: output.fps, frames, scenes, sound, warnings }
}

function framesIn(durationMs: number, { fps }: Output): number {
  return frameAt(durationMs / 1000, fps)
}

function cameraOf({ index, photo }: ScenePlan, photograph: string, { scenes, output: frame }: Film): PreviewCamera | null {
  if (!photo || photo.fit !== 'cover') return null
  const { camera } = photo
  const seen = ({ x, y, scale }: View) => ({
    x: inside(-x / (camera.width * scale)),
    y: inside(-y / (camera.height * scale)),
    width: inside(frame.width / (camera.width * scale)),
  })
  const { from, to = from } = scenes[index]?.kenBurns ?? {}
  return {
    photograph,
    ratio: camera.width / camera.height,
    from: asSaid(from, seen(camera.from)),
    to: asSaid(to, seen(camera.to)),
    easing: camera.easing,
  }
}

/** Rounding of the plan: a layout has whole pixels. */
const tolerance = 0.002

/** What the film says itself, without the rounding of the plan; what the plan has made of it where it does not fit. */
function asSaid(said: Rectangle | undefined, seen: Rectangle): Rectangle {
  const isSame = said !== undefined && (['x', 'y', 'width'] as const).every((side) => Math.abs(said[side] - seen[side]) < tolerance)
  return isSame ? said : seen
}

/** As many digits as a pixel of the largest photograph needs; never rounded up, since place and width together must stay within it. */
function inside(part: number): number {
  return Math.min(1, Math.max(0, Math.floor(part * 1e4 + 1e-6) / 1e4))
}
