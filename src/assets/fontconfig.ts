import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { FontStyle } from '../film/film.ts'
import { FramefarmError, hasSystemCode, messageOf } from '../shared/errors.ts'
import { parseCoverage, type Coverage } from './font-coverage.ts'

/** A font as fontconfig reads it: the library by which Chromium finds installed fonts. */
export type FontFacts = {
  readonly path: string
  readonly families: readonly string[]
  /** As CSS says it: `400`, or `100 900` for a variable font. */
  readonly weight: string
  readonly style: FontStyle
  readonly coverage: Coverage
}

const facts = String.raw`%{file}\t%{family}\t%{weight}\t%{slant}\t%{variable}\t%{charset}\n`

/** The fonts in a file; a collection has several, and a variable font its named instances too. @throws what fontconfig says, TOOL_MISSING */
export async function queryFont(path: string): Promise<readonly FontFacts[]> {
  return parse(await run('fc-query', ['--format', facts, path]))
}

/** The font that an installed (or generic) family means here. It may be of another family: fontconfig always has an answer. @throws TOOL_MISSING */
export async function matchFont(family: string, wish: { weight?: number; style?: FontStyle; character?: string } = {}): Promise<FontFacts | null> {
  const { weight = 400, style = 'normal', character } = wish
  const escaped = family.replaceAll(/[-:,\\]/g, String.raw`\$&`)
  const charset = character === undefined ? '' : `:charset=${hexOf(character)}`
  const pattern = `${escaped}:weight=${fontconfigWeight(weight)}:slant=${style === 'italic' ? 100 : 0}${charset}`
  return parse(await run('fc-match', ['--format', facts, pattern]))[0] ?? null
}

/** The names of all families that are installed, or of those that have a character. @throws TOOL_MISSING */
export async function familiesWith(character?: string): Promise<readonly string[]> {
  const lines = (await run('fc-list', [character === undefined ? ':' : `:charset=${hexOf(character)}`, 'family'])).split('\n')
  return [...new Set(lines.flatMap((line) => line.split(',')[0] ?? []).filter((name) => name !== ''))].toSorted()
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16)
}

async function run(program: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], { maxBuffer: 64e6, timeout: 60_000 })
    return stdout
  } catch (cause) {
    if (!hasSystemCode(cause, 'ENOENT')) throw cause
    const text = `${program} was not found, and without it nothing is known of fonts: ${messageOf(cause)}`
    throw new FramefarmError('TOOL_MISSING', text, { hint: 'install the package fontconfig', cause })
  }
}

function parse(output: string): readonly FontFacts[] {
  const lines = output.split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    const [path = '', family = '', weight = '', slant = '0', , charset = ''] = line.split('\t')
    const [lightest = 80, heaviest = lightest] = weight.replaceAll(/[[\]]/g, '').split(' ').map(Number)
    const [from, to] = [cssWeight(lightest), cssWeight(heaviest)]
    return {
      path,
      families: family.split(','),
      weight: from === to ? `${from}` : `${from} ${to}`,
      style: Number(slant) > 0 ? ('italic' as const) : ('normal' as const),
      coverage: parseCoverage(charset),
    }
  })
}

/** fontconfig has a scale of its own for weights; the steps are those of FcWeightFromOpenType. */
const scale = [
  [0, 0],
  [100, 0],
  [200, 40],
  [300, 50],
  [350, 55],
  [380, 75],
  [400, 80],
  [500, 100],
  [600, 180],
  [700, 200],
  [800, 205],
  [900, 210],
  [1000, 215],
] as const

function fontconfigWeight(css: number): number {
  return between(css, 0, 1)
}

function cssWeight(fontconfig: number): number {
  return fontconfig <= 0 ? 100 : Math.round(between(fontconfig, 1, 0))
}

function between(value: number, from: 0 | 1, to: 0 | 1): number {
  const at = scale.findIndex((step) => step[from] >= value)
  const above = scale[at === -1 ? scale.length - 1 : at] ?? scale[0]
  const below = scale[Math.max(0, (at === -1 ? scale.length : at) - 1)] ?? scale[0]
  if (above[from] === below[from]) return above[to]
  return below[to] + ((value - below[from]) / (above[from] - below[from])) * (above[to] - below[to])
}
