import { expect, it, onTestFinished, vi } from 'vitest'
import { findChromium } from '../../src/browser/find-chromium.ts'
import { probeChromium } from '../../src/browser/probe-chromium.ts'
import { FramefarmError } from '../../src/shared/errors.ts'

it('a card that is required draws, or nothing does: on a machine without one the start is refused, with what would have drawn', async () => {
  vi.stubEnv('FRAMEFARM_CHROME_GPU', 'required')
  onTestFinished(() => void vi.unstubAllEnvs())
  const outcome = await probeChromium(findChromium(), new AbortController().signal).catch((error: unknown) => error)
  if (outcome instanceof FramefarmError)
    expect(outcome).toMatchObject({ code: 'GPU_UNAVAILABLE', message: expect.stringMatching(/Chromium draws by \w+/) })
  else expect(outcome).toMatchObject({ gpu: { isSoftware: false } })
})
