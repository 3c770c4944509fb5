import { writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { CaptionTrack } from '../encoder/join-chunks.ts'
import type { Film } from '../film/film.ts'
import { captionLines, srtOf, webvttOf } from '../plan/caption-file.ts'
import type { FilmPlan } from '../plan/plan-film.ts'
import { openOutputFile } from '../storage/output-file.ts'
import { storageError } from '../storage/storage-error.ts'

const writers = { srt: srtOf, vtt: webvttOf } as const

/** The film's captions as a text track for it, in a file of the work folder; null where it is to have none. */
export async function captionTrack({ captions }: Film, plan: FilmPlan, workFolder: string): Promise<CaptionTrack | null> {
  const lines = captions.track ? captionLines(plan) : []
  if (lines.length === 0) return null
  const path = join(workFolder, 'captions.vtt')
  // FFmpeg would put a backslash before every brace: in its own form of a text they begin a command.
  await writeFile(path, webvttOf(lines.map((line) => ({ ...line, text: line.text.replaceAll('{', '(').replaceAll('}', ')') }))))
  return { path, language: captions.language }
}

/**
 * Writes the caption files that are to lie beside a film, under its name: each whole or not at all.
 * @returns their paths
 * @throws OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function writeSidecars({ captions }: Film, plan: FilmPlan, filmPath: string): Promise<readonly string[]> {
  const lines = captions.sidecar.length > 0 ? captionLines(plan) : []
  if (lines.length === 0) return []
  const { dir, name } = parse(filmPath)
  const paths = [...new Set(captions.sidecar)].map((kind) => ({ kind, path: join(dir, `${name}.${kind}`) }))
  for (const { kind, path } of paths) {
    await using file = await openOutputFile(path)
    try {
      await writeFile(file.unfinishedPath, writers[kind](lines))
    } catch (cause) {
      throw storageError(`${path} could not be written`, cause)
    }
    await file.deliver()
  }
  return paths.map(({ path }) => path)
}
