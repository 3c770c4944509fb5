import { Counter, Gauge, type Registry } from 'prom-client'
import type { FarmLoad } from '../../../api/farm-load.ts'
import { renderStates } from '../../../api/render-states.ts'
import type { FarmFacts } from './farm-facts.ts'

type Name = 'queued' | 'running' | 'frames' | 'age' | 'speed' | 'work' | 'wished' | 'slots' | 'busy' | 'waiting'

/** Metrics of the farm. They are set when somebody asks for them. */
export class FarmMetrics {
  readonly #registers: readonly Registry[]
  readonly #gauges: Readonly<Record<Name, Gauge>>
  readonly #renders: Gauge<'state'>
  readonly #workers: Gauge<'toolchain'>
  readonly #resting: Gauge<'code'>
  readonly #encoder: Gauge<'encoder'>
  readonly #totals: Readonly<Record<'chromium' | 'ffmpeg' | 'fetched' | 'delivered', Counter>>
  readonly #stageSeconds: Counter<'stage'>
  readonly #stageCount: Counter<'stage'>

  constructor(register: Registry) {
    this.#registers = [register]
    this.#gauges = {
      queued: this.#gauge('queued_renders', 'Renders that wait'),
      running: this.#gauge('running_renders', 'Renders that are worked on'),
      frames: this.#gauge('queued_frames', 'Frames that are still to be rendered'),
      age: this.#gauge('oldest_queued_seconds', 'How long the oldest render has waited'),
      speed: this.#gauge('frames_per_second', 'Speed of the last renders'),
      work: this.#gauge('seconds_of_work', 'What all that waits would take one worker with one slot'),
      wished: this.#gauge('wished_workers', 'Workers that it takes to be through with what waits in the time that it may take'),
      slots: this.#gauge('slots', 'Chromium processes that there can be'),
      busy: this.#gauge('slots_busy', 'Chromium processes that work'),
      waiting: this.#gauge('slots_waiting', 'Pieces of work that wait for a Chromium process'),
    }
    this.#renders = new Gauge({ name: 'framefarm_renders', help: 'Renders by their state', labelNames: ['state'], registers: [...this.#registers] })
    this.#workers = new Gauge({
      name: 'framefarm_workers',
      help: 'Workers by their toolchain: those with an equal one work on the same films',
      labelNames: ['toolchain'],
      registers: [...this.#registers],
    })
    this.#resting = new Gauge({
      name: 'framefarm_resting_workers',
      help: 'Workers whose machines cannot work at the moment, by the code of what is wrong',
      labelNames: ['code'],
      registers: [...this.#registers],
    })
    this.#encoder = new Gauge({
      name: 'framefarm_encoder_info',
      help: 'The encoder in use',
      labelNames: ['encoder'],
      registers: [...this.#registers],
    })
    this.#totals = {
      chromium: this.#counter('chromium_failures_total', 'Pieces of work that failed with their Chromium, which was then started again'),
      ffmpeg: this.#counter('ffmpeg_failures_total', 'Pieces of work that failed because FFmpeg ended with an error'),
      fetched: this.#counter('fetched_bytes_total', 'Bytes of photographs, sounds and all else that films name, as they were downloaded'),
      delivered: this.#counter('delivered_bytes_total', 'Bytes of finished files'),
    }
    this.#stageSeconds = this.#ofStage('stage_seconds_total', 'Seconds that were spent in each stage')
    this.#stageCount = this.#ofStage('stage_runs_total', 'How often each stage was gone through')
  }

  set(load: FarmLoad, facts: FarmFacts | null): void {
    this.#gauges.queued.set(load.queuedRenders)
    this.#gauges.running.set(load.runningRenders)
    this.#gauges.frames.set(load.queuedFrames)
    this.#gauges.age.set(load.oldestQueuedSeconds)
    this.#gauges.speed.set(load.framesPerSecond ?? 0)
    this.#gauges.work.set(load.secondsOfWork)
    this.#gauges.wished.set(load.wishedWorkers)
    this.#workers.reset()
    this.#resting.reset()
    for (const { toolchain, fault } of load.workers) {
      this.#workers.inc({ toolchain })
      if (fault) this.#resting.inc({ code: fault.code })
    }
    if (facts) this.#setFacts(facts)
  }

  #setFacts({ rendersByState, stages, slots, encoder, ...totals }: FarmFacts): void {
    for (const state of renderStates) this.#renders.set({ state }, rendersByState[state] ?? 0)
    this.#gauges.slots.set(slots.all)
    this.#gauges.busy.set(slots.busy)
    this.#gauges.waiting.set(slots.waiting)
    this.#encoder.reset()
    if (encoder !== null) this.#encoder.set({ encoder }, 1)
    setTotal(this.#totals.chromium, totals.chromiumFailures)
    setTotal(this.#totals.ffmpeg, totals.ffmpegFailures)
    setTotal(this.#totals.fetched, totals.bytesFetched)
    setTotal(this.#totals.delivered, totals.bytesDelivered)
    this.#stageSeconds.reset()
    this.#stageCount.reset()
    for (const [stage, { seconds, count }] of Object.entries(stages)) {
      this.#stageSeconds.inc({ stage }, seconds)
      this.#stageCount.inc({ stage }, count)
    }
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name: `framefarm_${name}`, help, registers: [...this.#registers] })
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name: `framefarm_${name}`, help, registers: [...this.#registers] })
  }

  #ofStage(name: string, help: string): Counter<'stage'> {
    return new Counter({ name: `framefarm_${name}`, help, labelNames: ['stage'], registers: [...this.#registers] })
  }
}

/** The farm has the sum already. */
function setTotal(counter: Counter, value: number): void {
  counter.reset()
  counter.inc(value)
}
