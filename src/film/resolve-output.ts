import { alphaCodecs, containers, containerNames, type Codec, type Container } from './containers.ts'
import { placeOf, type Delivery, type OutputPlace } from './delivery.ts'
import { pointerOf, type Fault } from './fault.ts'
import type { FilmInput } from './film-schema.ts'
import type { FrameRate, Output } from './film.ts'
import type { NamedOutputInput, OutputInput } from './output-schema.ts'

/** crf goes further in codecs that came later. */
const mostCrf: Readonly<Record<Codec, number | null>> = { h264: 51, hevc: 51, av1: 63, vp9: 63, prores: null, lossless: null }

type Resolved = { readonly output: Output; readonly delivery: Delivery }

/** What a film says of its file, and of each of its files where it has several. */
export function resolveOutputs(
  input: FilmInput,
  faults: Fault[],
): Resolved & { readonly outputs: readonly (Resolved & { readonly name: string })[] } {
  const named = input.outputs ?? []
  named.forEach(({ name }, index) => {
    if (named.findIndex((other) => other.name === name) < index) {
      faults.push({ pointer: pointerOf(['outputs', index, 'name']), message: 'is the name of another output', value: name })
    }
  })
  const outputs = named.map((entry, index) => {
    const { name, ...own } = entry
    const whole = { ...sharedBy(input.output, entry), ...own } as OutputInput
    return { name, ...resolveOutput(whole, { index, own: Object.keys(own) }, faults) }
  })
  return { ...resolveOutput(input.output, null, faults), outputs }
}

/** What an output takes of `output`: not what it says in another way itself, and not what its own container does not take. */
function sharedBy(output: OutputInput, { container, crf, bitrate }: NamedOutputInput): Partial<OutputInput> {
  const facts = container === undefined ? null : containers[container]
  const keeps = {
    codec: facts === null || output.codec === undefined || facts.codecs.includes(output.codec),
    rate: crf === undefined && bitrate === undefined && facts?.codecs[0] !== 'lossless',
    preset: facts?.codecs[0] !== 'lossless',
    segment: container === undefined || container === 'hls',
    metadata: facts === null || facts.film === container,
  }
  const { codec, crf: sharedCrf, bitrate: sharedBitrate, preset, segment, metadata, ...others } = output
  return {
    ...others,
    ...(keeps.codec ? { codec } : {}),
    ...(keeps.rate ? { crf: sharedCrf, bitrate: sharedBitrate } : {}),
    ...(keeps.preset ? { preset } : {}),
    ...(keeps.segment ? { segment } : {}),
    ...(keeps.metadata ? { metadata } : {}),
  }
}

function resolveOutput(input: OutputInput, place: OutputPlace, faults: Fault[]): Resolved {
  const { width, height, fps, quality, crf, bitrate, preset, alpha = false, range } = input
  const { metadata = {}, poster, thumbnails, storyboard, segment = null, container = null, codec = null } = input
  if (crf !== undefined && bitrate !== undefined) {
    faults.push({ pointer: placeOf({ place }, 'bitrate'), message: 'cannot stand beside crf: give one or the other', value: bitrate })
  }
  if (range?.to !== undefined && range.to <= range.from) {
    faults.push({
      pointer: placeOf({ place }, 'range', 'to'),
      message: 'is not after the start of the range',
      value: range.to,
      allowed: `more than ${range.from}`,
    })
  }
  const part = range ? { fromS: range.from, toS: range.to ?? null } : null
  const delivery = { place, container, codec, alpha, metadata, pictures: { poster, thumbnails, storyboard }, segmentS: segment, range: part }
  const output = {
    ...{
      width,
      height,
      fps: frameRateOf(fps, placeOf({ place }, 'fps'), faults),
      quality,
      codec: settledCodec(delivery, container ?? containerFor(codec)),
    },
    ...(crf === undefined ? {} : { crf }),
    ...(bitrate === undefined ? {} : { bitrate: bitsPerSecond(bitrate) }),
    ...(preset === undefined ? {} : { preset }),
    ...(alpha ? { alpha } : {}),
  }
  faults.push(...pairFaults(output, delivery))
  return { output, delivery }
}

export function settledCodec({ codec, alpha }: Pick<Delivery, 'codec' | 'alpha'>, container: Container): Codec {
  return codec ?? (alpha ? alphaCodecs[container] : undefined) ?? containers[container].codecs[0]
}

/** Before the path is known: a container that takes the codec. */
function containerFor(codec: Codec | null): Container {
  return containerNames.find((name) => codec !== null && containers[name].codecs.includes(codec)) ?? 'mp4'
}

/** What cannot be together. A container that is not known yet takes anything. */
export function pairFaults(
  { codec, crf, bitrate, preset, alpha }: Output,
  delivery: Pick<Delivery, 'container' | 'place' | 'segmentS'>,
): readonly Fault[] {
  const { container, segmentS } = delivery
  const taken = container === null ? [codec] : containers[container].codecs
  const highest = mostCrf[codec]
  const given = { crf, bitrate, preset }
  const rates = (['crf', 'bitrate', 'preset'] as const).filter((name) => highest === null && given[name] !== undefined)
  const at = (field: string) => placeOf(delivery, field)
  const keepsAlpha = container === null ? Object.values(alphaCodecs).includes(codec) || codec === 'h264' : alphaCodecs[container] === codec
  const allowed = taken.filter((name) => name !== 'lossless').join(', ')
  return [
    ...(taken.includes(codec)
      ? []
      : [{ pointer: at('codec'), message: `does not go into ${container}`, value: codec, allowed: allowed === '' ? 'none; leave it out' : allowed }]),
    ...(crf !== undefined && highest !== null && crf > highest
      ? [{ pointer: at('crf'), message: `is too large for ${codec}`, value: crf, allowed: `a whole number from 0 to ${highest}` }]
      : []),
    ...(alpha && !keepsAlpha
      ? [
          {
            pointer: at('alpha'),
            message: `cannot be kept by ${codec} in ${container ?? 'any container'}`,
            value: true,
            allowed: 'beside prores in mov, or vp9 in webm',
          },
        ]
      : []),
    ...rates.map((name) => ({ pointer: at(name), message: `is not for ${codec === 'lossless' ? container : codec}`, value: given[name] })),
    ...(segmentS !== null && container !== null && container !== 'hls'
      ? [{ pointer: at('segment'), message: `is not for ${container}, which has no segments`, value: segmentS, allowed: 'beside container hls' }]
      : []),
  ]
}

/** "6M" -> 6000000 */
function bitsPerSecond(text: string): number {
  return Math.round(Number(text.slice(0, -1)) * (text.endsWith('M') ? 1e6 : 1e3))
}

function frameRateOf(fps: OutputInput['fps'], pointer: string, faults: Fault[]): FrameRate {
  if (typeof fps === 'number') return { num: fps, den: 1 }
  const [num = 0, den = 1] = fps.split('/').map(Number)
  if (num / den < 1 || num / den > 120) {
    faults.push({ pointer, message: 'is out of range', value: fps, allowed: 'a fraction from 1 to 120' })
  }
  const divisor = greatestCommonDivisor(num, den)
  return { num: num / divisor, den: den / divisor }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
