import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { frameHashes } from './ffprobe.ts'
import { framefarm } from './framefarm.ts'

type HashFrames = (path: string) => Promise<readonly string[]>

/** Hashes of a film's frames when nobody disturbs it: as `framefarm render` makes it, in one go. */
export async function undisturbedFrames(film: object, method: 'auto' | 'screenshot', hash: HashFrames = frameHashes): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'framefarm-test-'))
  try {
    const [path, output] = [join(folder, 'film.json'), join(folder, 'film.mp4')]
    await writeFile(path, JSON.stringify(film))
    const { code, stderr } = await framefarm(['render', path, '-o', output, '--method', method], { env: { FRAMEFARM_DATA: folder } })
    if (code !== 0) throw new Error(stderr)
    return await hash(output)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
