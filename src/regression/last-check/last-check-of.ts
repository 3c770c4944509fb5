import type { ComparedFrame } from '../look/compare-frame.ts'
import type { FrameMethod } from '../draw/frame-method.ts'
import type { LastCheck } from './last-check.ts'
import type { PickWishes } from '../pick/pick-wishes.ts'
import type { FrameCheck } from '../verdict.ts'

type Decided = { readonly filmHash: string; readonly hash: string | null; readonly wishes: PickWishes; readonly method: FrameMethod }

/** A check, as whoever approves of it finds it. */
export function lastCheckOf(
  frames: readonly ComparedFrame[],
  { film, rendererKey }: FrameCheck,
  { filmHash, hash, wishes, method }: Decided,
): LastCheck {
  return {
    version: 1,
    film: { name: film.name, hash: filmHash, frames: film.frames, width: film.width, height: film.height },
    rendererKey,
    method,
    inputs: hash,
    wishes,
    frames: frames.map(({ checked: { pick, verdict }, inScene, baseline, actual }) => ({ ...pick, inScene, state: verdict.state, baseline, actual })),
  }
}
