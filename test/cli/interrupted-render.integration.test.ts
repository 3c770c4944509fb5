import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { processTree } from '../../src/shared/process-tree.ts'
import { ffprobe } from '../support/ffprobe.ts'
import { framefarm, saysOnStderr, startFramefarm } from '../support/framefarm.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Of these processes the commands of those that run; a dead one whose new parent has not asked after it yet does not count. */
function stillRunning(pids: readonly number[]): readonly string[] {
  return processTree(1)
    .filter(({ pid, isZombie }) => pids.includes(pid) && !isZombie)
    .map(({ command }) => command)
}

describe('framefarm render', () => {
  it('stops on Ctrl+C with 130, leaves no process and no file, and goes on from the chunks that are ready', async () => {
    const folder = await tempFolder()
    const path = await writeSmallFilm(folder, { scenes: 5, seconds: 2, isSilent: true })
    const args = ['render', path, '-o', join(folder, 'film.mp4'), '--workers', '1']
    const env = { FRAMEFARM_DATA: join(folder, 'data') }
    const running = startFramefarm(args, { env })
    await saysOnStderr(running, /rendering/)
    while (!(await hasChunk(folder))) await new Promise((resolve) => setTimeout(resolve, 20))
    const started = processTree(running.child.pid ?? 0).map(({ pid }) => pid)
    expect(started.length).toBeGreaterThan(3)
    const stoppedMs = performance.now()
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(130)
    expect(performance.now() - stoppedMs).toBeLessThan(2000)
    expect(stillRunning(started)).toEqual([])
    expect(await readdir(join(folder, 'data/work'))).toEqual([])
    expect((await readdir(folder)).filter((name) => name.includes('film.mp4'))).toEqual([])
    const { stdout } = await framefarm([...args, '--json'], { env })
    expect((JSON.parse(stdout) as { chunks: { reused: number } }).chunks.reused).toBeGreaterThan(0)
  })

  it('survives kill -9 of itself: nothing runs on, and the next run tidies up and goes on', async () => {
    const folder = await tempFolder()
    const path = await writeSmallFilm(folder, { scenes: 5, seconds: 2, isSilent: true })
    const output = join(folder, 'film.mp4')
    const args = ['render', path, '-o', output, '--workers', '1']
    const env = { FRAMEFARM_DATA: join(folder, 'data') }
    const running = startFramefarm(args, { env })
    while (!(await hasChunk(folder))) await new Promise((resolve) => setTimeout(resolve, 20))
    const started = processTree(running.child.pid ?? 0).map(({ pid }) => pid)
    running.child.kill('SIGKILL')
    await running.ended
    for (let waitedMs = 0; waitedMs < 5000 && stillRunning(started).length > 0; waitedMs += 50)
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect(stillRunning(started)).toEqual([])
    const { stdout } = await framefarm([...args, '--json'], { env })
    expect((JSON.parse(stdout) as { chunks: { reused: number } }).chunks.reused).toBeGreaterThan(0)
    expect(await readdir(join(folder, 'data/work'))).toEqual([])
    expect((await ffprobe(output)).video?.['nb_frames']).toBe('300')
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([])
  })
})

/** Whether a chunk is finished: its seal is the last of it. */
async function hasChunk(folder: string): Promise<boolean> {
  const names: readonly string[] = await readdir(join(folder, 'data/chunks')).catch(() => [])
  return names.some((name) => name.endsWith('.mp4') && names.includes(name.replace('.mp4', '.json')))
}
