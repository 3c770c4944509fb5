import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** What of our own environment a peer needs: its programs (ffmpeg), its folder for temporary files, its language. */
const inherited = ['PATH', 'TMPDIR', 'LANG']

/**
 * The environment of a peer: the same on every machine, without what npm or a shell left in ours,
 * and with a home of its own, because these programs keep settings and caches there.
 */
export async function peerEnvironment(scratch: string, settings: Readonly<Record<string, string>>): Promise<NodeJS.ProcessEnv> {
  const home = join(scratch, 'home')
  await mkdir(home, { recursive: true })
  const ours = inherited.map((name) => [name, process.env[name]]).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(ours), HOME: home, DO_NOT_TRACK: '1', ...settings }
}
