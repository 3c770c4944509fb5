import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { isAlive, processGroup, processTree, residentBytes } from '../../src/shared/process-tree.ts'
import { startSleeping } from '../support/sleeping-process.ts'

describe('processTree', () => {
  it('finds a child with its command, until it has ended', async () => {
    await using child = await startSleeping()
    const found = processTree(process.pid).find(({ pid }) => pid === child.pid)
    expect(found).toMatchObject({ parent: process.pid, group: child.pid, isZombie: false, command: 'sleep 60' })
    await child.stop()
    expect(processTree(process.pid).map(({ pid }) => pid)).not.toContain(child.pid)
  })

  it('finds the children of children', async () => {
    const shell = spawn('sh', ['-c', 'sleep 59 & echo $!; wait'])
    const [output] = (await once(shell.stdout, 'data')) as [Buffer]
    const grandchild = Number(output.toString())
    const pids = processTree(process.pid).map(({ pid }) => pid)
    // Both are stopped before anything is expected: the shell's child would outlive a failure.
    process.kill(grandchild, 'SIGKILL')
    await once(shell, 'exit')
    expect(pids).toEqual(expect.arrayContaining([process.pid, shell.pid, grandchild]))
  })

  it('has the root itself, but not its parent', () => {
    const pids = processTree(process.pid).map(({ pid }) => pid)
    expect(pids).toContain(process.pid)
    expect(pids).not.toContain(process.ppid)
  })

  it('is empty for a process that is not there', () => {
    expect(processTree(2 ** 30)).toEqual([])
  })
})

describe('processGroup', () => {
  it('has the processes of a group, also those whose parent has ended', async () => {
    const shell = spawn('sh', ['-c', 'sleep 58 & sleep 58 & echo started'], { detached: true })
    await once(shell, 'exit')
    const group = processGroup(shell.pid ?? 0)
    process.kill(-(shell.pid ?? 0), 'SIGKILL')
    expect(group).toHaveLength(2)
  })

  it('leaves out a process that has ended and whose parent has not asked for it', async () => {
    // The shell becomes a sleep, which never asks for the child that the shell had.
    const shell = spawn('sh', ['-c', 'true & exec sleep 57'], { detached: true })
    const inTree = () => processTree(shell.pid ?? 0)
    const isReady = () => inTree().some(({ isZombie }) => isZombie) && inTree().some(({ command }) => command === 'sleep 57')
    for (let look = 0; look < 100 && !isReady(); look++) await sleep(10)
    const tree = inTree()
    const group = processGroup(shell.pid ?? 0)
    shell.kill('SIGKILL')
    await once(shell, 'exit')
    expect(tree.filter(({ isZombie }) => isZombie)).toHaveLength(1)
    expect(group.map(({ command }) => command)).toEqual(['sleep 57'])
  })
})

describe('residentBytes', () => {
  it('counts the memory of a group until it has ended', async () => {
    await using child = await startSleeping()
    // A program that is just being loaded has no memory yet.
    await vi.waitFor(() => expect(residentBytes(child.pid)).toBeGreaterThan(0))
    await child.stop()
    expect(residentBytes(child.pid)).toBe(0)
  })

  it('counts at least the memory that this process says it has', () => {
    const own = processTree(process.pid).find(({ pid }) => pid === process.pid)
    // Within a tenth: it goes on allocating between the two looks.
    expect(residentBytes(own?.group ?? 0)).toBeGreaterThan(process.memoryUsage.rss() * 0.9)
  })

  it('is 0 for a group that is not there', () => {
    expect(residentBytes(2 ** 30)).toBe(0)
  })
})

describe('isAlive', () => {
  it('tells a living process from one that has ended', async () => {
    await using child = await startSleeping()
    expect(isAlive(child.pid)).toBe(true)
    await child.stop()
    expect(isAlive(child.pid)).toBe(false)
  })

  it.each([Number.NaN, 2 ** 30, 1.5])('is false for %s, which is no process', (pid) => {
    expect(isAlive(pid)).toBe(false)
  })
})
