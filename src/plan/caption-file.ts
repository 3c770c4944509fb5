import type { FilmPlan } from './plan-film.ts'
import type { TimedCue } from './time-words.ts'

type Line = { readonly startS: number; readonly endS: number; readonly text: string }

/** The captions of a whole film, one after the other. What was cut at the border of two scenes is one again. */
export function captionLines({ scenes }: FilmPlan): readonly Line[] {
  const lines: Line[] = []
  for (const line of scenes.flatMap(({ captions }) => captions.map(lineOf))) {
    const last = lines.at(-1)
    const goesOn = last && last.text === line.text && Math.abs(last.endS - line.startS) < 1e-6
    if (goesOn) lines[lines.length - 1] = { ...last, endS: line.endS }
    else lines.push(line)
  }
  return lines
}

function lineOf({ startS, endS, words }: TimedCue): Line {
  return { startS, endS, text: words.map(({ text, after }) => text + after).join('') }
}

/** An SRT file. */
export function srtOf(lines: readonly Line[]): string {
  // An arrow of the text's own would be read as times.
  const plain = (text: string) => text.replaceAll('-->', '->')
  return lines.map(({ startS, endS, text }, index) => `${index + 1}\n${clock(startS, ',')} --> ${clock(endS, ',')}\n${plain(text)}\n`).join('\n')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** A WebVTT file. */
export function webvttOf(lines: readonly Line[]): string {
  const escaped = (text: string) => text.replaceAll(/[&<>]/g, (character) => entities[character] ?? character)
  return ['WEBVTT\n', ...lines.map(({ startS, endS, text }) => `${clock(startS, '.')} --> ${clock(endS, '.')}\n${escaped(text)}\n`)].join('\n')
}

/** 3661.5 -> 01:01:01,500 */
function clock(seconds: number, point: ',' | '.'): string {
  const ms = Math.round(seconds * 1000)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${point}${String(ms % 1000).padStart(3, '0')}`
}
