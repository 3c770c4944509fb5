import type { FilmContainer } from '../film/containers.ts'

/** Where ISO 639-2 has two codes: the one of the language's own name, and the English one. */
const pairs =
  'sqi alb hye arm eus baq mya bur zho chi ces cze nld dut fra fre kat geo deu ger ell gre isl ice mkd mac mri mao msa may fas per ron rum slk slo bod tib cym wel'
const english = new Map([...pairs.matchAll(/(\w+) (\w+)/g)].map(([, own = '', name = '']) => [own, name]))

/** A language as a container calls it: QuickTime has a list of its own, with the English codes. */
export function languageCode(language: string, container: FilmContainer): string {
  return container === 'mov' ? (english.get(language) ?? language) : language
}
