import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkFilmWhole } from '../farm/check-film-whole.ts'
import { lineOf } from '../film/fault.ts'
import { readFilm } from '../film/read-film.ts'
import { trustingPolicy } from '../storage/fetch/asset-policy.ts'
import { clockText } from './clock-text.ts'
import type { CommonOptions } from './run-to-end.ts'
import { timeLineOf, timeLineText } from './time-line-text.ts'

/** Lists what is wrong (as the error) or doubtful (as warnings) in a film; renders nothing. */
export async function validateCommand(filmPath: string, { json }: CommonOptions, signal: AbortSignal): Promise<void> {
  const film = await readFilm(filmPath)
  const folder = await mkdtemp(join(tmpdir(), 'framefarm-validate-'))
  try {
    const plan = await checkFilmWhole(film, { folder, policy: trustingPolicy }, signal)
    const facts = {
      valid: true,
      scenes: plan.scenes.length,
      frames: plan.frames,
      durationS: plan.durationS,
      timeLine: timeLineOf(plan),
      warnings: plan.warnings,
    }
    if (json) process.stdout.write(`${JSON.stringify(facts, null, 2)}\n`)
    else {
      for (const warning of plan.warnings) process.stdout.write(`warning: ${lineOf(warning)}\n`)
      process.stdout.write(timeLineText(facts.timeLine))
      process.stdout.write(
        `${filmPath} is valid: ${facts.scenes} ${facts.scenes === 1 ? 'scene' : 'scenes'}, ${facts.frames} frames, ${clockText(facts.durationS)}\n`,
      )
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
