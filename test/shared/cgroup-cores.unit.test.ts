import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cgroupCores } from '../../src/shared/cgroup-cores.ts'
import { tempFolder } from '../support/temp-folder.ts'

async function machineWith(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await tempFolder()
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), `${text}\n`)
  }
  return root
}

describe('cgroupCores', () => {
  it.each([
    ['2 cores of version 2', { 'proc/self/cgroup': '0::/app', 'sys/fs/cgroup/app/cpu.max': '200000 100000' }, 2],
    ['1.5 cores, of which two are of use', { 'proc/self/cgroup': '0::/', 'sys/fs/cgroup/cpu.max': '150000 100000' }, 2],
    ['a quarter of a core, which is still one process', { 'proc/self/cgroup': '0::/', 'sys/fs/cgroup/cpu.max': '25000 100000' }, 1],
    ['no limit of version 2', { 'proc/self/cgroup': '0::/', 'sys/fs/cgroup/cpu.max': 'max 100000' }, Number.POSITIVE_INFINITY],
    [
      'version 1 in a container, where the group is the root',
      {
        'proc/self/cgroup': '4:cpu,cpuacct:/docker/1234\n0::/',
        'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '300000',
        'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000',
      },
      3,
    ],
    [
      'no limit of version 1',
      { 'proc/self/cgroup': '1:cpu:/x', 'sys/fs/cgroup/cpu/x/cpu.cfs_quota_us': '-1', 'sys/fs/cgroup/cpu/x/cpu.cfs_period_us': '100000' },
      Number.POSITIVE_INFINITY,
    ],
    ['a machine without control groups', {}, Number.POSITIVE_INFINITY],
  ])('reads %s', async (_name, files, cores) => {
    expect(cgroupCores(await machineWith(files))).toBe(cores)
  })
})
