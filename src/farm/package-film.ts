import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import sharp from 'sharp'
import { findPaletteJob, makeGifJob, makeSequenceJob, makeWebpJob } from '../encoder/animated-image.ts'
import { checkPlaylist } from '../encoder/check-playlist.ts'
import { cutSegmentsJob } from '../encoder/cut-segments.ts'
import type { FoundFfmpeg } from '../encoder/find-ffmpeg.ts'
import { runFfmpeg, type FfmpegJob } from '../encoder/run-ffmpeg.ts'
import type { Container } from '../film/containers.ts'
import type { FilmPlan } from '../plan/plan-film.ts'
import { FramefarmError } from '../shared/errors.ts'

type PackageOrder = {
  readonly tools: FoundFfmpeg
  readonly plan: FilmPlan
  readonly filmPath: string
  readonly hasSound: boolean
  /** Where it is written; not its last place. */
  readonly targetPath: string
  readonly workFolder: string
  readonly signal: AbortSignal
}

type Maker = (order: PackageOrder) => Promise<void>

const makers: Readonly<Record<Exclude<Container, 'mp4' | 'mov' | 'webm'>, Maker>> = {
  hls: async ({ tools, plan, filmPath, hasSound, targetPath, signal }) => {
    const { frames, output, segmentS } = plan
    await runFfmpeg(tools, cutSegmentsJob({ filmPath, playlistPath: targetPath, segmentS, fps: output.fps }), { signal })
    await checkPlaylist(tools, targetPath, { frames, fps: output.fps, hasSound }, signal)
  },
  gif: async (order) => {
    const palettePath = join(order.workFolder, 'palette.png')
    await run(order, findPaletteJob({ filmPath: order.filmPath, outputPath: palettePath }))
    await run(order, makeGifJob({ filmPath: order.filmPath, outputPath: order.targetPath }, palettePath))
    await checkAnimation(order)
  },
  webp: async (order) => {
    await run(order, makeWebpJob({ filmPath: order.filmPath, outputPath: order.targetPath }, order.plan.output.quality))
    await checkAnimation(order)
  },
  png: async (order) => makeSequence('png', order),
  jpeg: async (order) => makeSequence('jpeg', order),
}

/** What is not a film by itself, made of one that has been checked; checked as well. @throws FILM_CHECK_FAILED, or as runFfmpeg */
export async function packageFilm(container: keyof typeof makers, order: PackageOrder): Promise<void> {
  await makers[container](order)
}

async function run({ tools, signal }: PackageOrder, job: FfmpegJob): Promise<void> {
  await runFfmpeg(tools, job, { signal })
}

/** Frames that are the same as the one before may be one that stands longer; what counts is how long all of them last. */
async function checkAnimation({ plan, targetPath }: PackageOrder): Promise<void> {
  const { width, pageHeight, height, delay = [] } = await sharp(targetPath, { pages: -1 }).metadata()
  const seconds = delay.reduce((sum, ms) => sum + ms, 0) / 1000
  const toleranceS = 0.01 + 1.5 / (plan.output.fps.num / plan.output.fps.den)
  const faults = [
    ...(width === plan.output.width && (pageHeight ?? height) === plan.output.height ? [] : [`its size is ${width} x ${pageHeight ?? height}`]),
    ...(delay.length <= plan.frames && (delay.length > 1 || plan.frames === 1) ? [] : [`it has ${delay.length} frames`]),
    ...(Math.abs(seconds - plan.durationS) <= toleranceS ? [] : [`it lasts ${seconds} s, not ${plan.durationS} s`]),
  ]
  refuse(faults)
}

async function makeSequence(kind: 'png' | 'jpeg', order: PackageOrder): Promise<void> {
  const { plan, targetPath, filmPath } = order
  const folder = dirname(targetPath)
  // FFmpeg reads a % in any part of the path as the number's.
  const pattern = join(folder.replaceAll('%', '%%'), basename(targetPath))
  await run(order, makeSequenceJob({ filmPath, outputPath: pattern }, kind, plan.output.quality))
  const names = (await readdir(folder)).toSorted()
  const [last] = names.slice(-1)
  if (names.length !== plan.frames || last === undefined) return refuse([`it has ${names.length} pictures, not ${plan.frames}`])
  const { width, height, format } = await sharp(join(folder, last)).metadata()
  refuse(
    width === plan.output.width && height === plan.output.height && format === kind ? [] : [`the last picture is ${format} of ${width} x ${height}`],
  )
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new FramefarmError('FILM_CHECK_FAILED', `what was made of the film is not as planned: ${faults.join('; ')}`)
}
