import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const devices = '/sys/class/drm'

/** The graphics cards of this machine and NVIDIA's driver, as the kernel names them; nothing where it is no Linux. */
export async function graphicsCards(): Promise<readonly string[]> {
  const names = await readdir(devices).catch(() => [])
  const files = names.flatMap((name) => ['vendor', 'device'].map((part) => join(devices, name, 'device', part)))
  const texts = await Promise.all([...files, '/proc/driver/nvidia/version'].map((path) => readFile(path, 'utf8').catch(() => '')))
  return [...names, ...texts]
}
