/** Where a player finds the picture for a time: a part of a sheet. */
type CellPlace = {
  readonly fromS: number
  readonly toS: number
  readonly sheet: string
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A WebVTT file as players read it for the pictures above their bar: an address with a media fragment for each time. */
export function storyboardVtt(places: readonly CellPlace[]): string {
  const cues = places.map(({ fromS, toS, sheet, left, top, width, height }) =>
    [`${vttTime(fromS)} --> ${vttTime(toS)}`, `${encodeURIComponent(sheet)}#xywh=${left},${top},${width},${height}`, ''].join('\n'),
  )
  return ['WEBVTT', '', ...cues].join('\n')
}

/** 3661.5 -> "01:01:01.500" */
function vttTime(seconds: number): string {
  const ms = Math.round(seconds * 1000)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`
}
