import { chmod, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findChromium } from '../../src/browser/find-chromium.ts'
import { recallBrowser } from '../../src/regression/renderer/recall-browser.ts'
import { findRenderer } from '../../src/regression/renderer/renderer-key.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { noSignal } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** A script in the place of a browser, as distributions install them, that says its version and counts how often it was asked. */
async function installedScript(folder: string): Promise<{ path: string; program: string; timesAsked: () => Promise<number> }> {
  const [path, program, log] = ['chromium', 'chromium-program', 'log'].map((name) => join(folder, name)) as [string, string, string]
  await writeFile(program, Buffer.alloc(1_100_000))
  await writeFile(path, `#!/bin/sh\necho asked >> ${log}\n# exec ${program} "$@"\necho Chromium 156.0.8078.79\n`)
  await chmod(path, 0o755)
  return { path, program, timesAsked: async () => (await readFile(log, 'utf8')).split('\n').length - 1 }
}

describe('recallBrowser', () => {
  it('asks a browser once, and again when the program has changed that its script starts', async () => {
    const folder = await tempFolder()
    const { path, program, timesAsked } = await installedScript(folder)
    const place = { dataFolder: dataFolderAt(join(folder, 'data')), gpu: 'off' } as const
    const ask = () => recallBrowser({ path, kind: 'headless-shell', from: 'a test' }, place, noSignal)
    const facts = { version: 'Chrome/156.0.8078.79', gpu: null }
    expect([await ask(), await ask()]).toEqual([facts, facts])
    expect(await timesAsked()).toBe(1)
    await utimes(program, 1, 1)
    await ask()
    expect(await timesAsked()).toBe(2)
  })

  it('asks each time where it cannot be told whether the program has changed', async () => {
    const folder = await tempFolder()
    const { path, timesAsked } = await installedScript(folder)
    await writeFile(path, (await readFile(path, 'utf8')).replace(/^# exec .*$/m, '# exec "$LIBDIR/$APPNAME"'))
    const place = { dataFolder: dataFolderAt(join(folder, 'data')), gpu: 'off' } as const
    for (let time = 0; time < 2; time++) await recallBrowser({ path, kind: 'headless-shell', from: 'a test' }, place, noSignal)
    expect(await timesAsked()).toBe(2)
  })
})

describe('findRenderer', () => {
  it('knows the browser of this machine by its major version', async () => {
    const dataFolder = dataFolderAt(await tempFolder())
    const { key, identity } = await findRenderer('screenshot', dataFolder, noSignal)
    const [version = ''] = identity
    expect(version).toMatch(/^Chrome\/\d+(?:\.\d+){3}$/)
    expect(key).toBe(`chromium-${/\d+/.exec(version)?.[0]}-${process.platform}-${process.arch}-software-screenshot`)
    expect(identity).toContain(findChromium().kind)
  })
})
