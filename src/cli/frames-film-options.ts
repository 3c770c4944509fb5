import { InvalidArgumentError, Option, type Command } from 'commander'
import { usualLimits, type FilmLimits } from '../regression/film/film-limits.ts'
import { debug, json } from './common-options.ts'
import { runToEnd, type CommonOptions } from './run-to-end.ts'

export type FramesFilmOptions = CommonOptions & { readonly report: string } & { readonly [Limit in keyof FilmLimits]?: number }

type LimitOption = { readonly name: string; readonly about: string; readonly from: number; readonly to: number }

/** By the names of `FilmLimits`. */
const limitOptions: Readonly<Record<keyof FilmLimits, LimitOption>> = {
  psnr: { name: '--psnr <dB>', about: 'of a frame, at least', from: 0, to: 100 },
  ssim: { name: '--ssim <0-1>', about: 'of a frame, at least', from: 0, to: 1 },
  vmaf: { name: '--vmaf <0-100>', about: 'of a frame, at least, where FFmpeg has libvmaf', from: 0, to: 100 },
  area: { name: '--area <levels>', about: 'of 255 that a small area of a frame may differ by', from: 0, to: 255 },
  moved: { name: '--moved <px>', about: 'that the picture may be elsewhere', from: 0, to: 2 },
  detail: { name: '--detail <percent>', about: 'that the finest detail may be weaker or stronger', from: 0, to: 1000 },
  colour: { name: '--colour <levels>', about: 'of 255 that the colours of the film may be shifted by', from: 0, to: 255 },
  soundOffset: { name: '--sound-offset <ms>', about: 'that the sound may be late or early', from: 0, to: 2000 },
  correlation: { name: '--correlation <0-1>', about: 'of a quarter of a second of sound, at least', from: 0, to: 1 },
  loudness: { name: '--loudness <LU>', about: 'that the film may be louder or quieter', from: 0, to: 100 },
  level: { name: '--level <dB>', about: 'that a quarter of a second of sound may differ more than the film', from: 0, to: 100 },
  soundLength: { name: '--sound-length <ms>', about: 'that the sound may be longer or shorter', from: 0, to: 60_000 },
}

/** `framefarm frames film`, which holds an encoded film against a baseline film. */
export function addFramesFilm(frames: Command): void {
  const command = frames
    .command('film')
    .description('hold an encoded film against a baseline film: frames, colours, times, sound')
    .argument('<baseline>', 'the film as it should be')
    .argument('<actual>', 'the film that is checked')
    .option('--report <folder>', 'where film.html, film.json and film.junit.xml are written', 'frames-report')
  for (const [limit, { name, about, from, to }] of Object.entries(limitOptions)) {
    const usual = usualLimits[limit as keyof FilmLimits]
    command.addOption(new Option(name, `${about} (usually ${usual})`).argParser((text) => parseNumber(text, from, to)))
  }
  command
    .addOption(json())
    .addOption(debug())
    .action((baseline: string, actual: string, options: FramesFilmOptions) =>
      runToEnd(async (signal) => {
        const { framesFilmCommand } = await import('./frames-film-command.ts')
        return framesFilmCommand({ baseline, actual }, options, signal)
      }, options),
    )
}

function parseNumber(text: string, from: number, to: number): number {
  const number = Number(text)
  if (text.trim() !== '' && number >= from && number <= to) return number
  throw new InvalidArgumentError(`It must be a number from ${from} to ${to}.`)
}
