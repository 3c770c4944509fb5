import { expect, test, vi } from 'vitest'
import { childrenNamed } from '../support/children-named.ts'
import { renderRequest } from '../../src/api/render-request.ts'
import { sharedFarm } from '../support/open-farm.ts'
import { servedFilm } from '../support/served-film.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { testWorker } from '../support/test-worker.ts'

const programs = /chromium|headless-shell|ffmpeg/

const open = sharedFarm()

test('a render that is cancelled while it is worked on leaves no Chromium and no FFmpeg, within two seconds where the machine is idle', async () => {
  const { farm, leases } = open()
  const { film } = await servedFilm(await tempFolder(), { scenes: 1, seconds: 40, width: 960, height: 540 })
  await using worker = testWorker(leases, { dataPath: await tempFolder() })
  const { render } = await farm.submit(renderRequest.parse({ film, method: 'screenshot' }), null, null)
  await vi.waitFor(() => expect(childrenNamed(/ffmpeg.*image2pipe/)).toHaveLength(1), { timeout: 60_000, interval: 20 })
  await farm.cancel(render.id, null)
  // One second until the worker says that it is still there, and what it takes to end two programs; more where others need the processors.
  await vi.waitFor(() => expect(childrenNamed(programs)).toEqual([]), { timeout: 10_000, interval: 20 })
  await vi.waitFor(async () => expect(await farm.find(render.id, null)).toMatchObject({ state: 'cancelled' }))
  await vi.waitFor(() => expect(worker.events.at(-1)).toMatchObject({ type: 'lost' }), { timeout: 10_000 })
})
