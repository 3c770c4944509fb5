import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

const home = homedir()
const windows = process.env['WINDIR'] ?? 'C:\\Windows'

/** Where systems have their fonts. */
const folders: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/share/fonts', '/usr/local/share/fonts', join(home, '.fonts'), join(home, '.local/share/fonts')],
  darwin: ['/System/Library/Fonts', '/Library/Fonts', join(home, 'Library/Fonts')],
  win32: [join(windows, 'Fonts')],
}

/** Names and sizes of the fonts of this machine, and of the folder that FRAMEFARM_FONTS names: reading them whole would take seconds. */
export async function installedFontFiles(): Promise<readonly string[]> {
  const named = process.env['FRAMEFARM_FONTS'] ?? ''
  const all = [...(folders[process.platform] ?? []), ...(named === '' ? [] : [named])]
  return (await Promise.all(all.map(filesBelow))).flat()
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  const fonts = entries.filter(({ name }) => /\.(?:woff2?|ttf|otf|ttc|pfb)$/i.test(name)).map(({ parentPath, name }) => join(parentPath, name))
  const facts = await Promise.all(fonts.toSorted().map(async (path) => `${path} ${(await stat(path).catch(() => null))?.size ?? 0}`))
  return facts
}
