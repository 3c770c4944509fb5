import type { LoudnessFacts, SoundReport } from '../film/sound-mix.ts'

/** `-14.0 LUFS, true peak -1.3 dBTP (mixed at -22.4 LUFS, -5.0 dBTP; 10.1 dB louder, peaks limited by up to 7.0 dB)` */
export function soundText({ mixed, delivered, targetLufs, isPart, gainDb, limitedDb }: SoundReport): string {
  const changes = [
    ...(Math.abs(gainDb) < 0.05 ? [] : [`${Math.abs(gainDb).toFixed(1)} dB ${gainDb > 0 ? 'louder' : 'quieter'}`]),
    ...(limitedDb < 0.05 ? [] : [`peaks limited by up to ${limitedDb.toFixed(1)} dB`]),
  ]
  if (delivered.truePeakDb === null) return 'silence'
  const isFar = targetLufs !== null && Math.abs((delivered.integratedLufs ?? targetLufs) - targetLufs) > 0.5
  const remark = isFar ? (isPart ? `; as loud as in the whole film, which is at ${targetLufs} LUFS` : `; ${targetLufs} LUFS was out of reach`) : ''
  const done = changes.length === 0 ? 'unchanged' : changes.join(', ')
  return `${factsText(delivered, 'true peak ')} (mixed at ${factsText(mixed)}; ${done})${remark}`
}

function factsText({ integratedLufs, truePeakDb }: LoudnessFacts, name = ''): string {
  const loudness = integratedLufs === null ? 'too quiet or short to measure' : `${integratedLufs.toFixed(1)} LUFS`
  return truePeakDb === null ? loudness : `${loudness}, ${name}${truePeakDb.toFixed(1)} dBTP`
}
