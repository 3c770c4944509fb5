import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Failure, OutputFile, Render, RenderProgress, SceneStatus } from '../../src/api/render.ts'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import type { ScriptedFarm } from './scripted-farm.ts'
import { workerFactsOf } from './worker-facts-of.ts'

const stuck: Failure = {
  code: 'CHROMIUM_STUCK',
  message: 'Chromium gave no frame 113 of scene 4 within 5000 ms',
  hint: 'Try again; raise FRAMEFARM_FRAME_TIMEOUT_MS for very heavy templates.',
  retryable: true,
}

const invalid: Failure = {
  code: 'FILM_INVALID',
  message: 'the film has 1 fault',
  hint: 'Correct the fields that the list names.',
  retryable: false,
  faults: [{ pointer: '/scenes/1/kenBurns/preset', message: 'is not allowed' }],
}

const files: readonly OutputFile[] = [
  {
    name: null,
    kind: 'film',
    file: 'film.mp4',
    url: '/v1/renders/x/film',
    bytes: 18_400_000,
    mediaType: 'video/mp4',
    durationSeconds: 120,
    frames: 3600,
  },
  { name: null, kind: 'poster', file: 'poster.jpg', url: '/v1/renders/x/poster', bytes: 88_000, mediaType: 'image/jpeg' },
]

export function progressAt(overall: number, framesTotal = 3600): RenderProgress {
  const isBegun = overall > 0 && overall < 1
  return {
    overall,
    framesDone: Math.round(overall * framesTotal),
    framesTotal,
    framesPerSecond: isBegun ? 96.4 : 0,
    secondsLeft: isBegun ? ((1 - overall) * framesTotal) / 96.4 : null,
  }
}

/** Fifteen scenes of 240 frames each, rendered one after the other. */
export function scenesAt(overall: number): SceneStatus[] {
  return Array.from({ length: 15 }, (_, index) => {
    const framesDone = Math.max(0, Math.min(240, Math.round(overall * 3600 - index * 240)))
    const state = framesDone === 240 ? 'done' : framesDone > 0 ? 'rendering' : 'waiting'
    return { index, state, framesDone, framesTotal: 240, method: framesDone > 0 ? 'layers' : null, attempts: framesDone > 0 ? 1 : 0, errors: [] }
  })
}

type Scenery = Readonly<Record<'rendering' | 'queued' | 'succeeded' | 'failed' | 'refused', string>>

/** A farm with a render in each of the states that people look at. @returns their ids */
export async function furnishFarm(farm: ScriptedFarm): Promise<Scenery> {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  const add = (part: Partial<Render>) => farm.add(part).id
  const workers = ['worker-1', 'worker-2'].map((id) => ({ ...workerFactsOf({ id }), fault: null, busySlots: 1, seenSecondsAgo: 0.4 }))
  farm.load = {
    ...{ queuedRenders: 1, runningRenders: 1, queuedFrames: 5940, oldestQueuedSeconds: 12, framesPerSecond: 96.4 },
    ...{ secondsOfWork: 127, targetWaitSeconds: 60, wishedWorkers: 3, workers },
  }
  const { poster, film } = await (pictures ??= makePictures())
  farm.files.set('poster.jpg', poster)
  farm.files.set('film.mp4', film)
  const failedScenes = scenesAt(0.4).map((scene): SceneStatus => {
    const errors = [1, 2, 3].map((attempt) => ({ ...stuck, at: ago(30), attempt }))
    return scene.index === 3 ? { ...scene, state: 'failed', framesDone: 112, attempts: 3, errors } : scene
  })
  const ended = { progress: progressAt(1), scenes: scenesAt(1), outputs: [...files] }
  return {
    refused: add({ state: 'failed', createdAt: ago(200), error: invalid, metadata: { name: 'Harbour at dusk' } }),
    failed: add({
      state: 'failed',
      createdAt: ago(33),
      startedAt: ago(33),
      finishedAt: ago(30),
      error: stuck,
      progress: progressAt(0.4),
      scenes: failedScenes,
      metadata: { title: 'A day in the hills' },
    }),
    succeeded: add({
      state: 'succeeded',
      createdAt: ago(12),
      startedAt: ago(12),
      finishedAt: ago(11.2),
      ...ended,
      warnings: ['the voiceover of scene 5 goes on 0.2 s after its end'],
      cost: { seconds: 71, amount: 0.0132, currency: 'USD' },
      metadata: { title: 'Brook and moss' },
    }),
    rendering: add({
      state: 'rendering',
      createdAt: ago(1),
      startedAt: ago(1),
      progress: progressAt(0.35),
      scenes: scenesAt(0.35),
      metadata: { title: 'Fifteen photographs of a long summer' },
    }),
    queued: add({ state: 'queued', createdAt: ago(0) }),
  }
}

type Pictures = { readonly poster: Buffer; readonly film: Buffer }
let pictures: Promise<Pictures> | null = null

/** Once for all tests: a photograph, and a second of a test picture. */
async function makePictures(): Promise<Pictures> {
  const photo = join(import.meta.dirname, '../../samples/photos/brook.jpg')
  const input = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=1', '-pix_fmt', 'yuv420p']
  const film = execFileSync(findFfmpeg().ffmpeg, ['-v', 'error', ...input, '-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', '-'])
  return { poster: await sharp(photo).resize(640, 360).jpeg().toBuffer(), film }
}
