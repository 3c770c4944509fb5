import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { chooseEncoder } from '../../src/encoder/choose-encoder.ts'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { noSignal } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'

it('does not take an encoder for one that does not work because FFmpeg was killed while it was tried', async () => {
  const folder = await tempFolder()
  const tools = findFfmpeg()
  const [killed, marker] = [join(folder, 'ffmpeg'), join(folder, 'was-killed')]
  const die = `[ -e '${marker}' ] || { touch '${marker}'; kill -9 $$; }`
  const script = `#!/bin/sh\ncase "$*" in *libx264*) ${die};; esac\nexec '${tools.ffmpeg}' "$@"\n`
  await writeFile(killed, script, { mode: 0o755 })
  expect(await chooseEncoder({ ...tools, ffmpeg: killed }, 'h264', 'cpu', noSignal)).toMatchObject({ profile: { encoder: 'libx264' } })
})
