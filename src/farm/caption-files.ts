import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CaptionTrack } from '../encoder/join-chunks.ts'
import type { Film } from '../film/film.ts'
import { captionLines, srtOf, webvttOf } from '../plan/caption-file.ts'
import type { FilmPlan } from '../plan/plan-film.ts'
import type { OutputFiles } from '../storage/output-files.ts'
import { storageError } from '../storage/storage-error.ts'
import type { SideFile } from './side-file.ts'

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
 * Writes the caption files that are to lie beside a film; they are delivered with it.
 * @param stem what their names begin with: the film's path without its suffix
 * @throws OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function writeSidecars({ captions }: Film, plan: FilmPlan, stem: string, files: OutputFiles): Promise<readonly SideFile[]> {
  const lines = captions.sidecar.length > 0 ? captionLines(plan) : []
  if (lines.length === 0) return []
  const written: SideFile[] = []
  for (const kind of new Set(captions.sidecar)) {
    const file = await files.open(`${stem}.${kind}`)
    try {
      await writeFile(file.unfinishedPath, writers[kind](lines))
    } catch (cause) {
      throw storageError(`${file.path} could not be written`, cause)
    }
    written.push({ kind: 'captions', path: file.path })
  }
  return written
}
