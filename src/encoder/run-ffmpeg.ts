import type { ChildProcess } from 'node:child_process'
import { getDefaultHighWaterMark, Readable } from 'node:stream'
import ffmpeg, { type FfmpegCommand } from 'fluent-ffmpeg'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { cancelled, throwIfCancelled } from '../shared/within.ts'
import { countFrames, frameCountOptions } from './count-frames.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { withMemoryLimit } from './memory-limit.ts'

export type FfmpegInput = {
  /** A path or address, or the frames that are written to FFmpeg's stdin one by one. A frame's bytes must stay until three others have been asked for. */
  readonly from: string | AsyncIterable<Buffer>
  readonly options: readonly string[]
}

/** What FFmpeg is to do, as data. Built by pure functions, run by `runFfmpeg`. */
export type FfmpegJob = {
  /** For messages: "encoding chunk 3". */
  readonly what: string
  readonly inputs: readonly FfmpegInput[]
  readonly outputOptions: readonly string[]
  readonly outputPath: string
  /** For files that others have made. */
  readonly maxMemoryBytes?: number
}

type Run = {
  readonly signal: AbortSignal
  /** FFmpeg is killed when it takes no frame (or, without frames, does not end) for so long. */
  readonly stallMs?: number
  /** For frames that FFmpeg makes itself: called for each, some at a time. The limit then counts from the last one. */
  readonly onFrame?: (() => void) | undefined
}

/** Enough for a join of some hours of film; a frame is taken within milliseconds, and after a crash never. */
const standardStallMs = { frames: 60_000, files: 30 * 60_000 }
const stderrLines = 30

/**
 * The one door to FFmpeg. Returns when it has ended well; when this throws, it has ended too.
 * The first reason wins: an error of the frames' source is thrown as it is, not as FFmpeg's.
 * @throws CANCELLED, DISK_FULL, FFMPEG_FAILED with FFmpeg's last lines, or what the frames' source threw
 */
export async function runFfmpeg(tools: FoundFfmpeg, job: FfmpegJob, { signal, stallMs, onFrame }: Run): Promise<void> {
  throwIfCancelled(signal)
  const streams = job.inputs.flatMap(({ from }) => (typeof from === 'string' ? [] : [Readable.from(lasting(from))]))
  const command = commandOf(tools, job, streams)
  if (onFrame) command.outputOptions(...frameCountOptions)
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>()
  let firstReason: unknown = null
  const stop = (reason: unknown) => {
    firstReason ??= reason
    command.kill('SIGKILL')
  }
  const cancel = () => stop(cancelled())
  const limitMs = stallMs ?? (streams.length > 0 || onFrame ? standardStallMs.frames : standardStallMs.files)
  const watch = setTimeout(
    () => stop(new FramefarmError('FFMPEG_FAILED', `${job.what}: FFmpeg made no progress for ${limitMs} ms and was killed`)),
    limitMs,
  )
  for (const stream of streams) {
    stream.on('error', stop)
    stream.on('data', () => watch.refresh())
  }
  command.on('start', () => {
    // The command may have been stopped while fluent-ffmpeg was still preparing it.
    if (firstReason !== null) command.kill('SIGKILL')
    const stdout = processOf(command)?.stdout
    if (!onFrame || !stdout) return
    countFrames(stdout, () => {
      watch.refresh()
      onFrame()
    })
  })
  command.on('end', (_stdout: unknown, stderr: unknown) => {
    // A last block that finds no space does not make FFmpeg fail.
    const isCut =
      typeof stderr === 'string' &&
      /^(?:.*Error (?:writing trailer|closing file)|av_interleaved_write_frame\(\)).*: No space left on device/m.test(stderr)
    if (isCut) reject(diskFull(job, stderr))
    else resolve()
  })
  command.on('error', (error: unknown, _stdout: unknown, stderr: unknown) => {
    reject(firstReason ?? failure(job, error, typeof stderr === 'string' ? stderr : ''))
  })
  signal.addEventListener('abort', cancel, { once: true })
  try {
    command.save(job.outputPath)
    await ended
  } finally {
    clearTimeout(watch)
    signal.removeEventListener('abort', cancel)
    for (const stream of streams) stream.destroy()
    await exitOf(command)
  }
}

/** The pipe to FFmpeg holds one frame, or many that are small: those are kept apart from the memory that is used again for the next ones. */
async function* lasting(frames: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const frame of frames) yield frame.length < getDefaultHighWaterMark(false) ? Buffer.from(frame) : frame
}

function commandOf(tools: FoundFfmpeg, job: FfmpegJob, streams: Readable[]): FfmpegCommand {
  const limited = job.maxMemoryBytes === undefined ? null : withMemoryLimit(tools.ffmpeg, job.maxMemoryBytes)
  const command = ffmpeg({ stdoutLines: stderrLines })
  // Its own setter is for all commands of the process, and another one may be about to start.
  Reflect.set(command, '_getFfmpegPath', (done: (error: null, path: string) => void) => done(null, limited?.program ?? tools.ffmpeg))
  const waiting = [...streams]
  for (const [index, { from, options: own }] of job.inputs.entries()) {
    // The first of all arguments are the options of the first input.
    const options = index === 0 ? [...(limited?.firstArgs ?? []), ...own] : own
    const source = typeof from === 'string' ? from : waiting.shift()
    if (source === undefined) throw new Error('unreachable: every stream input has its stream')
    command.input(source)
    // Spread, because fluent-ffmpeg splits the members of one array at their spaces.
    if (options.length > 0) command.inputOptions(...options)
  }
  // It would start FFmpeg three times to ask what it knows, before the first job; what FFmpeg does not know it says itself.
  Reflect.set(command, '_checkCapabilities', (done: () => void) => done())
  Reflect.set(command, 'availableEncoders', (done: (error: null, encoders: object) => void) => done(null, {}))
  return command.outputOptions('-hide_banner', '-nostats', ...job.outputOptions)
}

/** fluent-ffmpeg reports an error of an input before FFmpeg has ended; a caller may delete the output only after it. */
async function exitOf(command: FfmpegCommand): Promise<void> {
  const child = processOf(command)
  if (!child || child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const { promise, resolve } = Promise.withResolvers<void>()
  child.once('exit', () => resolve())
  child.kill('SIGKILL')
  await promise
}

function processOf(command: FfmpegCommand): ChildProcess | undefined {
  return Reflect.get(command, 'ffmpegProc') as ChildProcess | undefined
}

function failure({ what, outputPath }: FfmpegJob, cause: unknown, stderr: string): FramefarmError {
  if (/No space left on device/.test(stderr)) return diskFull({ what, outputPath }, stderr, cause)
  return new FramefarmError('FFMPEG_FAILED', `${what}: ${messageOf(cause)}\n${lastLines(stderr)}`, { detail: stderr, cause })
}

function diskFull({ what, outputPath }: Pick<FfmpegJob, 'what' | 'outputPath'>, stderr: string, cause?: unknown): FramefarmError {
  return new FramefarmError('DISK_FULL', `${what}: no space left while writing ${outputPath}`, { detail: lastLines(stderr), cause })
}

function lastLines(stderr: string): string {
  return stderr.trim().split('\n').slice(-8).join('\n')
}
