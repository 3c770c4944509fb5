import { hashOfFile } from '../../shared/hash.ts'
import { isUsual } from '../pick/is-usual.ts'
import type { PickWishes } from '../pick/pick-wishes.ts'
import type { CheckedFrame } from '../verdict.ts'
import type { Manifest } from './manifest.ts'
import type { Baselines } from './read-baselines.ts'

/** What was looked at: `inputs` is the hash of all that decides the pictures. */
export type Settling = { readonly inputs: string; readonly wishes: PickWishes; readonly frames: readonly string[] }

/**
 * The frames of a check that need not be drawn: nothing that decides their pictures has changed since they were approved,
 * and every baseline is the file that was approved. null where anything has.
 */
export async function settledFrames(
  { manifest, paths }: Baselines,
  { inputs, wishes }: Omit<Settling, 'frames'>,
): Promise<readonly CheckedFrame[] | null> {
  const known = manifest?.settled.find((one) => one.inputs === inputs && one.wishes === wishesText(wishes))
  if (!manifest || !known) return null
  // Without wishes every baseline belongs to the check, also those of chosen times.
  if (isUsual(wishes) && known.frames.length !== paths.size) return null
  const frames = await Promise.all(known.frames.map((name) => settledFrame(name, manifest, paths.get(name) ?? null)))
  return frames.every((frame) => frame !== null) ? frames : null
}

async function settledFrame(name: string, { frames }: Manifest, path: string | null): Promise<CheckedFrame | null> {
  const known = frames[name]
  if (!known || path === null || (await hashOfFile(path).catch(() => null)) !== known.file) return null
  const { frame, seconds, scene, why } = known
  const verdict = { state: 'same', comparison: { outcome: 'same', measures: null, findings: [] } } as const
  return { pick: { name, frame, seconds, scene, why }, verdict, baseline: path, actual: null, difference: null }
}

/** The list of what need not be drawn with one more; what was settled with other inputs is of no use any more. */
export function withSettled(settled: Manifest['settled'], { inputs, wishes, frames }: Settling): Manifest['settled'] {
  const others = settled.filter((one) => one.inputs === inputs && one.wishes !== wishesText(wishes))
  return [...others, { inputs, wishes: wishesText(wishes), frames }]
}

function wishesText({ at, scenes }: PickWishes): string {
  return JSON.stringify({ at, scenes })
}
