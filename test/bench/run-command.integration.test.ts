import { describe, expect, it } from 'vitest'
import { runCommand } from '../../src/bench/timing/run-command.ts'
import { processTree } from '../../src/shared/process-tree.ts'
import { noSignal } from '../support/capture.ts'

/** Takes so much processor time, however busy the machine is. */
const burn = (ms: number) => `
  const taken = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000 }
  for (const end = taken() + ${ms}; taken() < end;) for (let i = 0; i < 1e6; i++);
`
const node = (script: string) => [process.execPath, '-e', script]

describe('a timed command', () => {
  it.skipIf(process.platform !== 'linux')(
    'has the processor time of all its children, also those that live on alone, and leaves none of them',
    async () => {
      const orphan = `${burn(300)} setInterval(() => {}, 1000)`
      const parent = `
      const { spawn, execFileSync } = require('node:child_process')
      const child = spawn(process.execPath, ['-e', ${JSON.stringify(orphan)}], { detached: true, stdio: 'inherit' })
      console.log(child.pid)
      child.unref()
      execFileSync(process.execPath, ['-e', ${JSON.stringify(burn(200))}])
      ${burn(300)}
      setTimeout(() => {}, 400)`
      const { cpuSeconds, stdout } = await runCommand({ command: node(parent) }, noSignal)
      // 0.8 s, and starting three times.
      expect(cpuSeconds).toBeGreaterThan(0.7)
      expect(cpuSeconds).toBeLessThan(2)
      // Killed; its new parent may not have asked after it yet.
      const isRunning = () => processTree(Number(stdout)).some(({ pid, isZombie }) => pid === Number(stdout) && !isZombie)
      await expect.poll(isRunning).toBe(false)
    },
  )

  it('says so where it cannot be started', async () => {
    await expect(runCommand({ command: ['/nowhere/program'] }, noSignal)).rejects.toThrow(/ENOENT/)
  })

  it('ends when it is stopped', async () => {
    const stopping = new AbortController()
    const running = runCommand({ command: node('setInterval(() => {}, 1000)') }, stopping.signal)
    setTimeout(() => stopping.abort(), 200)
    await expect(running).rejects.toThrow('cancelled')
  })
})
