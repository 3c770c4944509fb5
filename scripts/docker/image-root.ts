import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** How a program is run in an image. */
export type Terms = {
  /** As in USER: `root`, or numbers of user and group with a colon between them. */
  readonly user: string
  readonly workdir: string
  readonly env: Readonly<Record<string, string>>
  readonly network: boolean
}

/** What Docker gives a container that is not told otherwise. */
const shmMegabytes = 64

/**
 * Every program has mounts and processes of its own, gone with it: nothing to unmount, whatever ends this script.
 * pivot_root and not chroot, in which the kernel refuses the user namespaces that Chromium's sandbox is made of.
 */
const enterRoot = `set -e
root=$1; shift
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=1777,size=${shmMegabytes}m tmpfs "$root/dev/shm"
[ "$1" = offline ] && ip link set lo up
shift
mkdir -p "$root/.host"
cd "$root"
pivot_root . .host
umount -l /.host
exec "$@"`

/** A folder that holds the files of an image, in which programs can be run. Needs root. */
export class ImageRoot {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /** @throws when it ends with anything but 0 */
  async run(command: readonly string[], terms: Terms): Promise<void> {
    const child = this.start(command, terms)
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
    if (code !== 0) throw new Error(`ended with ${code ?? signal}: ${command.join(' ')}`)
  }

  /** The child is `unshare`; the program itself is its child, and ends with it. */
  start(command: readonly string[], terms: Terms): ChildProcess {
    const isolation = ['--mount', '--pid', '--fork', '--kill-child', ...(terms.network ? [] : ['--net'])]
    const entry = ['sh', '-c', enterRoot, 'sh', this.folder, terms.network ? 'online' : 'offline']
    return spawn('unshare', [...isolation, ...entry, ...this.#inside(command, terms)], { stdio: ['ignore', 'inherit', 'inherit'] })
  }

  /** The same program beside one that runs, as `docker exec` does. @returns its exit code */
  async runBeside(processId: number, command: readonly string[], terms: Terms): Promise<number | null> {
    const spaces = ['--target', String(processId), '--mount', '--pid', '--net', '--root', '--wd=/']
    const child = spawn('nsenter', [...spaces, ...this.#inside(command, terms)], { stdio: ['ignore', 'ignore', 'ignore'] })
    const [code] = (await once(child, 'exit')) as [number | null]
    return code
  }

  #inside(command: readonly string[], { user, workdir, env }: Terms): readonly string[] {
    const [uid = '', gid = uid] = user === 'root' ? ['0', '0'] : user.split(':')
    const all = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: this.#homeOf(uid), ...env }
    const variables = Object.entries(all).map(([name, value]) => `${name}=${value}`)
    const asUser = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', 'env', '-i', ...variables]
    return [...asUser, 'sh', '-c', 'cd "$0" && exec "$@"', workdir, ...command]
  }

  #homeOf(uid: string): string {
    const users = readFileSync(join(this.folder, 'etc/passwd'), 'utf8').split('\n')
    return users.map((line) => line.split(':')).find(([, , id]) => id === uid)?.[5] ?? '/'
  }
}
