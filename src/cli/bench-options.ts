import { InvalidArgumentError, Option, type Command } from 'commander'
import { sceneKinds, type SceneKind } from '../bench/scene/bench-scene.ts'
import type { CommonOptions } from './run-to-end.ts'

export type BenchOptions = CommonOptions & {
  readonly scene: SceneKind
  readonly peers?: boolean
  readonly runs: number
  readonly rows?: readonly string[]
  readonly sizes?: boolean
  readonly growth?: boolean
  readonly image?: string
  readonly size: { readonly width: number; readonly height: number }
  readonly fps: number
  readonly duration: number
  readonly out: string
  readonly write?: boolean
}

/** @returns the command, to which its action is added */
export function addBench(framefarm: Command): Command {
  return framefarm
    .command('bench')
    .description('time the methods of this program against FFmpeg alone and other renderers, and measure their pictures')
    .addOption(
      new Option(
        '--scene <kind>',
        'photo: one photograph under a slow zoom; live: a photograph under a filter, a canvas and words, changed by script',
      )
        .choices(sceneKinds)
        .default('photo'),
    )
    .option('--peers', 'also HyperFrames and Remotion, which are installed from npm into a scratch folder')
    .addOption(new Option('--runs <count>', 'rounds that count; one more comes before them').argParser(parseWhole(1, 100)).default(3))
    .addOption(new Option('--rows <a,b>', 'only these rows of the table, by name').argParser(parseNames))
    .option('--sizes', 'also 720p, 1080p at 60 frames/s and 4K')
    .option('--growth', 'also how the time grows with frames, scenes and pixels')
    .option('--image <file>', 'another photograph')
    .addOption(
      new Option('--size <width>x<height>', 'of the frames of the main table')
        .argParser(parseSize)
        .default({ width: 1920, height: 1080 }, '1920x1080'),
    )
    .addOption(new Option('--fps <rate>', 'whole frames a second of the main table').argParser(parseWhole(1, 120)).default(30))
    .addOption(new Option('--duration <seconds>', 'of the scene of the main table').argParser(parseSeconds).default(8))
    .option('--out <folder>', 'where bench.json and bench.html are written', 'out/bench')
    .option('--write', 'also put the tables into docs/benchmarks.md (in a checkout)')
}

function parseWhole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

function parseNames(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim())
}

/** Even, because encoded chroma has half the size; at least what a motion can be measured in. */
function parseSize(text: string): BenchOptions['size'] {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(text)?.map(Number) ?? []
  const fits = (side: number | undefined): side is number => side !== undefined && side >= 128 && side <= 7680 && side % 2 === 0
  if (fits(width) && fits(height)) return { width, height }
  throw new InvalidArgumentError('It must be like 1920x1080, each side even and from 128 to 7680.')
}

function parseSeconds(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0.1 && value <= 600) return value
  throw new InvalidArgumentError('It must be a number from 0.1 to 600.')
}
