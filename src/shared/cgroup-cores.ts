import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Cores that this process's control group allows, or Infinity where it sets no limit or there is none.
 * Node's availableParallelism() knows cgroup v2 only; on a host with both versions it misses a limit of the first.
 * @param root of the file system, for tests
 */
export function cgroupCores(root = '/'): number {
  const groups = read(root, 'proc/self/cgroup').split('\n')
  const limits = groups.flatMap((line) => {
    const [, controllers = '', path = ''] = line.split(':')
    if (controllers === '') return [quotaV2(root, path)]
    return controllers.split(',').includes('cpu') ? [quotaV1(root, controllers, path)] : []
  })
  return Math.min(Number.POSITIVE_INFINITY, ...limits)
}

/** cpu.max holds "200000 100000": microseconds of CPU in each period; "max" is no limit. */
function quotaV2(root: string, path: string): number {
  const [quota, period] = firstOf(root, [`sys/fs/cgroup${path}/cpu.max`, 'sys/fs/cgroup/cpu.max']).split(' ')
  return coresOf(Number(quota), Number(period))
}

function quotaV1(root: string, controllers: string, path: string): number {
  // In a container the group is mounted as the root, and the path of the host is of no use.
  const folders = [controllers, 'cpu'].flatMap((name) => [`sys/fs/cgroup/${name}${path}`, `sys/fs/cgroup/${name}`])
  const value = (file: string) =>
    Number(
      firstOf(
        root,
        folders.map((folder) => `${folder}/${file}`),
      ),
    )
  return coresOf(value('cpu.cfs_quota_us'), value('cpu.cfs_period_us'))
}

/** Rounded up: with a quota of 1.5 cores two processes are of use, and one at least always is. */
function coresOf(quota: number, period: number): number {
  return quota > 0 && period > 0 ? Math.max(1, Math.ceil(quota / period)) : Number.POSITIVE_INFINITY
}

function firstOf(root: string, paths: readonly string[]): string {
  return paths.map((path) => read(root, path)).find((text) => text !== '') ?? ''
}

function read(root: string, path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8').trim()
  } catch {
    return ''
  }
}
