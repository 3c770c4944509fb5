import type { FrameRate } from '../film/film.ts'

/** What is written into a file beside picture and sound; chapters count frames. */
export type FilmLabels = {
  readonly tags: Readonly<Record<string, string>>
  readonly language: string | null
  readonly chapters: readonly { readonly title: string; readonly from: number; readonly to: number }[]
}

/** FFmpeg's metadata file. Chapters are counted in frames, so that none of their ends is rounded before the container does it. */
export function labelsFile({ tags, chapters }: FilmLabels, { num, den }: FrameRate): string {
  const lines = [
    ';FFMETADATA1',
    ...Object.entries(tags).map(([name, text]) => `${name}=${escaped(text)}`),
    ...chapters.flatMap(({ title, from, to }) => ['[CHAPTER]', `TIMEBASE=${den}/${num}`, `START=${from}`, `END=${to}`, `title=${escaped(title)}`]),
  ]
  return `${lines.join('\n')}\n`
}

function escaped(text: string): string {
  return text.replaceAll(/[=;#\\\n]/g, String.raw`\$&`).replaceAll('\r', '')
}
