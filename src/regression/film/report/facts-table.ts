import { markup, type Markup } from '../../../shared/markup.ts'
import type { FilmCheck, Loudness, SoundCheck } from '../film-check.ts'

type Side = FilmCheck['baseline']
type Row = { readonly name: string; readonly of: (film: Side) => string }

const facts: readonly Row[] = [
  { name: 'Frames', of: ({ decodedFrames }) => `${decodedFrames}` },
  { name: 'Size', of: ({ picture }) => `${picture.width} × ${picture.height}` },
  { name: 'Frames per second', of: ({ picture: { fps } }) => `${Number((fps.num / fps.den).toFixed(3))}` },
  { name: 'Codec', of: ({ picture }) => picture.codec },
  { name: 'Pixel format', of: ({ picture }) => picture.pixelFormat },
  { name: 'Range', of: ({ picture }) => picture.range ?? 'not said' },
  { name: 'Matrix', of: ({ picture }) => picture.matrix ?? 'not said' },
  { name: 'Primaries', of: ({ picture }) => picture.primaries ?? 'not said' },
  { name: 'Transfer curve', of: ({ picture }) => picture.transfer ?? 'not said' },
  {
    name: 'Sound',
    of: ({ sound }) =>
      sound === null ? 'none' : `${sound.codec}, ${sound.sampleRate} Hz, ${sound.channels === 1 ? 'mono' : `${sound.channels} channels`}`,
  },
]

/** What both files are, side by side; what differs stands out. */
export function factsTable(check: FilmCheck): Markup {
  const { baseline, actual, sound } = check
  const files = facts.map(({ name, of }) => row(name, of(baseline), of(actual)))
  const measured = [measuredRow('Bytes', megabytes(baseline), megabytes(actual)), ...(sound === null ? [] : soundRows(sound))]
  return markup`<section aria-labelledby="files"><h2 id="files">Files</h2>
<table><thead><tr><td></td><th scope="col">Baseline</th><th scope="col">Film</th></tr></thead>
<tbody>${[...files, ...measured]}</tbody></table></section>`
}

function soundRows({ loudness, lengthS, offset }: SoundCheck): readonly Markup[] {
  return [
    measuredRow('Loudness', lufsText(loudness.baseline), lufsText(loudness.actual)),
    measuredRow('True peak', peakText(loudness.baseline), peakText(loudness.actual)),
    measuredRow('Length of sound', `${lengthS.baseline.toFixed(3)} s`, `${lengthS.actual.toFixed(3)} s`),
    measuredRow('Sound is late by', '', offset === null ? 'not found' : `${offset.ms.toFixed(1)} ms`),
  ]
}

function row(name: string, baseline: string, actual: string): Markup {
  const differs = baseline === actual ? '' : ' class="differs"'
  return markup`<tr${{ markup: differs }}><th scope="row">${name}</th><td>${baseline}</td><td>${actual}</td></tr>
`
}

/** Of what is never quite the same: whether it is too far away is for the findings to say. */
function measuredRow(name: string, baseline: string, actual: string): Markup {
  return markup`<tr><th scope="row">${name}</th><td>${baseline}</td><td>${actual}</td></tr>
`
}

function megabytes({ bytes }: Side): string {
  return `${(bytes / 1e6).toFixed(2)} MB`
}

function lufsText({ integratedLufs }: Loudness): string {
  return integratedLufs === null ? 'silent' : `${integratedLufs.toFixed(1)} LUFS`
}

function peakText({ truePeakDb }: Loudness): string {
  return truePeakDb === null ? 'silent' : `${truePeakDb.toFixed(1)} dBTP`
}
