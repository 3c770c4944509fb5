import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockFolder } from '../../src/engine/folder-lock.ts'
import { dataFolder } from '../support/open-farm.ts'

test('a second process is refused the folder of the first, and told which it is', async () => {
  const folder = join(dataFolder(), 'database')
  const first = await lockFolder(folder)
  await expect(lockFolder(folder)).rejects.toMatchObject({
    code: 'DATABASE_IN_USE',
    message: expect.stringContaining(`process ${process.pid} `) as string,
  })
  await first.release()
  const second = await lockFolder(folder)
  await second.release()
  expect(existsSync(`${folder}.lock`)).toBe(false)
})

test('the lock of a process that is gone is taken over, also where another process has its id now', async () => {
  const parent = dataFolder()
  const folder = join(parent, 'database')
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  const dead = { pid: child.pid, start: '1', host: hostname() }
  for (const text of [JSON.stringify(dead), JSON.stringify({ ...dead, pid: process.pid }), '{"pid":', '']) {
    writeFileSync(`${folder}.lock`, text)
    const { release } = await lockFolder(folder)
    await release()
  }
  expect(readdirSync(parent)).toEqual([])
})

test('a holder on another machine keeps its lock for as long as it is heard of', async () => {
  const folder = join(dataFolder(), 'database')
  const lock = `${folder}.lock`
  writeFileSync(lock, JSON.stringify({ pid: 1, start: '1', host: 'elsewhere.test' }))
  await expect(lockFolder(folder)).rejects.toMatchObject({ message: expect.stringContaining('elsewhere.test') as string })
  const aMinuteAgo = new Date(Date.now() - 60_000)
  utimesSync(lock, aMinuteAgo, aMinuteAgo)
  const { release } = await lockFolder(folder)
  await release()
})

test('of many who take over a dead lock at once, one gets it', async () => {
  const folder = join(dataFolder(), 'database')
  writeFileSync(`${folder}.lock`, JSON.stringify({ pid: process.pid, start: '1', host: hostname() }))
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => lockFolder(folder)))
  const holders = results.filter((result) => result.status === 'fulfilled')
  expect(holders).toHaveLength(1)
  for (const { value } of holders) await value.release()
})
