import { containerOfPath, containers, containerNames, type Codec, type Container } from './containers.ts'
import type { Delivery } from './delivery.ts'
import { FilmInvalidError, type Fault } from './fault.ts'
import type { Film, FrameRate, Output } from './film.ts'
import type { OutputInput } from './output-schema.ts'
import { FramefarmError } from '../shared/errors.ts'

/** crf goes further in codecs that came later. */
const mostCrf: Readonly<Record<Codec, number | null>> = { h264: 51, hevc: 51, av1: 63, vp9: 63, prores: null }

export function resolveOutput(input: OutputInput, faults: Fault[]): { readonly output: Output; readonly delivery: Delivery } {
  const { width, height, fps, quality, crf, bitrate, preset, range, metadata, poster, thumbnails, storyboard, container = null, codec = null } = input
  if (crf !== undefined && bitrate !== undefined) {
    faults.push({ pointer: '/output/bitrate', message: 'cannot stand beside crf: give one or the other', value: bitrate })
  }
  if (range?.to !== undefined && range.to <= range.from) {
    faults.push({ pointer: '/output/range/to', message: 'is not after the start of the range', value: range.to, allowed: `more than ${range.from}` })
  }
  const delivery = {
    container,
    codec,
    metadata,
    pictures: { poster, thumbnails, storyboard },
    range: range ? { fromS: range.from, toS: range.to ?? null } : null,
  }
  const output = {
    ...{ width, height, fps: frameRateOf(fps, faults), quality, codec: settledCodec(delivery, container ?? containerFor(codec)) },
    ...(crf === undefined ? {} : { crf }),
    ...(bitrate === undefined ? {} : { bitrate: bitsPerSecond(bitrate) }),
    ...(preset === undefined ? {} : { preset }),
  }
  faults.push(...pairFaults(output, container))
  return { output, delivery }
}

/**
 * The film for a file at this path: what the film leaves to the path is settled.
 * @throws FilmInvalidError where container, codec and path do not go together; USAGE for a path that says nothing
 */
export function settleOutput(film: Film, path: string): Film & { readonly delivery: Delivery & { readonly container: Container } } {
  const { delivery } = film
  const ofPath = containerOfPath(path)
  const container = delivery.container ?? ofPath
  if (container === null)
    throw new FramefarmError('USAGE', `the output path ${path} says no kind of file; allowed: names that end in ${allSuffixes()}`)
  if (ofPath !== null && ofPath !== container) {
    const message = `is not what the output path ${path} says`
    throw new FilmInvalidError([{ pointer: '/output/container', message, value: container, allowed: `${ofPath}, or another path` }])
  }
  const output = { ...film.output, codec: settledCodec(delivery, container) }
  const faults = pairFaults(output, container)
  if (faults.length > 0) throw new FilmInvalidError(faults)
  return { ...film, output, delivery: { ...delivery, container } }
}

function allSuffixes(): string {
  return containerNames.flatMap((name) => containers[name].suffixes).join(', ')
}

function settledCodec({ codec }: Pick<Delivery, 'codec'>, container: Container): Codec {
  return codec ?? containers[container].codecs[0]
}

/** Before the path is known: a container that takes the codec. */
function containerFor(codec: Codec | null): Container {
  return containerNames.find((name) => codec !== null && containers[name].codecs.includes(codec)) ?? 'mp4'
}

/** @param container null where it is not known yet */
function pairFaults({ codec, crf, bitrate, preset }: Output, container: Container | null): readonly Fault[] {
  const taken = container === null ? [codec] : containers[container].codecs
  const highest = mostCrf[codec]
  const has = [crf !== undefined && 'crf', bitrate !== undefined && 'bitrate', preset !== undefined && 'preset'].filter((name) => name !== false)
  return [
    ...(taken.includes(codec)
      ? []
      : [{ pointer: '/output/codec', message: `does not go into ${container}`, value: codec, allowed: taken.join(', ') }]),
    ...(crf !== undefined && highest !== null && crf > highest
      ? [{ pointer: '/output/crf', message: `is too large for ${codec}`, value: crf, allowed: `a whole number from 0 to ${highest}` }]
      : []),
    ...(highest === null ? has.map((name) => ({ pointer: `/output/${name}`, message: `is not for ${codec}, which has its own bit rate` })) : []),
  ]
}

/** "6M" -> 6000000 */
function bitsPerSecond(text: string): number {
  return Math.round(Number(text.slice(0, -1)) * (text.endsWith('M') ? 1e6 : 1e3))
}

function frameRateOf(fps: OutputInput['fps'], faults: Fault[]): FrameRate {
  if (typeof fps === 'number') return { num: fps, den: 1 }
  const [num = 0, den = 1] = fps.split('/').map(Number)
  if (num / den < 1 || num / den > 120) {
    faults.push({ pointer: '/output/fps', message: 'is out of range', value: fps, allowed: 'a fraction from 1 to 120' })
  }
  const divisor = greatestCommonDivisor(num, den)
  return { num: num / divisor, den: den / divisor }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
