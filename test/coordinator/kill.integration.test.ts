import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { dataFolder, openFarm } from '../support/open-farm.ts'
import { ScriptedWorker } from '../support/scripted-worker.ts'

const program = join(import.meta.dirname, '../fixtures/programs/work-until-killed.ts')

/** Runs the program until it has printed so many lines, and kills it in the middle of whatever it does then. */
async function linesBeforeKill(folder: string, scenes: number, lines: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [program, folder, String(scenes), '8'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const printed: string[] = []
  for await (const line of createInterface(child.stdout)) {
    printed.push(line)
    if (printed.length === lines) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return printed
}

test('after kill -9 a render goes on where it was: nothing is forgotten, and what was done is not done again', async () => {
  const folder = dataFolder()
  const [id = '', ...done] = await linesBeforeKill(folder, 12, 5)
  expect(done.length).toBeGreaterThanOrEqual(4)

  const { farm, leases } = await openFarm({ folder })
  expect(await farm.find(id, null)).toMatchObject({ state: 'rendering', scenes: { length: 12 } })
  const worker = new ScriptedWorker(leases)
  await worker.workUntilIdle()

  const chunks = worker.leases.flatMap(({ task }) => (task.type === 'chunk' ? [task.hash] : []))
  expect(chunks.filter((hash) => done.includes(hash))).toEqual([])
  // One may have been taken as done in the last moment, and not been printed.
  expect(new Set([...chunks, ...done]).size).toBeGreaterThanOrEqual(11)
  expect(await farm.find(id, null)).toMatchObject({ state: 'succeeded', progress: { framesDone: 720 } })
})

test('a render is there after kill -9 in the moment after it was accepted', async () => {
  const folder = dataFolder()
  const [id = ''] = await linesBeforeKill(folder, 2, 1)
  const { farm, leases } = await openFarm({ folder })
  await new ScriptedWorker(leases).workUntilIdle()
  expect(await farm.find(id, null)).toMatchObject({ state: 'succeeded', run: 1 })
})
