import { z } from 'zod'

const log = z.object({ frames: z.array(z.object({ frameNum: z.number(), metrics: z.object({ vmaf: z.number() }) })) })

/** VMAF of each frame, in their order, from the JSON that libvmaf writes. */
export function parseVmafLog(text: string): readonly number[] {
  return log
    .parse(JSON.parse(text))
    .frames.toSorted((a, b) => a.frameNum - b.frameNum)
    .map(({ metrics }) => metrics.vmaf)
}
