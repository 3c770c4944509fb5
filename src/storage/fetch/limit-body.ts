import { Transform } from 'node:stream'
import type { AssetLimits } from './asset-policy.ts'
import type { DownloadBudget } from './download-budget.ts'
import { unavailable } from './refusal.ts'

/** Lets a body through as long as it is not too large and keeps coming. @param text what messages call it */
export function limitBody(text: string, { maxBytes, maxFilmBytes, idleMs }: AssetLimits, budget?: DownloadBudget): Transform {
  let bytes = 0
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      idle.refresh()
      bytes += chunk.length
      if (bytes > maxBytes) done(unavailable(text, `it is larger than ${maxBytes / 1e6} MB`))
      else if (budget?.take(chunk.length) === false) done(unavailable(text, `with it the film has more than ${maxFilmBytes / 1e6} MB of files`))
      else done(null, chunk)
    },
    destroy(error, done) {
      clearTimeout(idle)
      done(error)
    },
  })
  const idle = setTimeout(() => limit.destroy(unavailable(text, `nothing came for ${idleMs / 1000} s`)), idleMs)
  return limit
}
