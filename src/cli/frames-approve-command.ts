import { relative } from 'node:path'
import { approveFrames, type Approved } from '../regression/approve-frames.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { CommonOptions } from './run-to-end.ts'

export type FramesApproveOptions = CommonOptions & { readonly all?: boolean; readonly report: string }

/** Makes baselines of frames that the last check has drawn. @throws USAGE where it is not said of which, as approveFrames */
export async function framesApproveCommand(filmPath: string, names: readonly string[], { all, report, json }: FramesApproveOptions): Promise<void> {
  if ((all === true) === names.length > 0) {
    const what = all === true ? '--all and names of frames are given; it can be only one of them' : 'it is not said which frames are approved'
    throw new FramefarmError('USAGE', what, { hint: 'give their names, as the check calls them, or --all' })
  }
  const approved = await approveFrames({ filmPath, names: all === true ? 'all' : names, reportFolder: report })
  process.stdout.write(json ? `${JSON.stringify(approved, null, 2)}\n` : textOf(approved))
}

function textOf({ written, removed, open, folder }: Approved): string {
  const lines = [...written.map((name) => `  approved  ${name}`), ...removed.map((name) => `  removed   ${name}`)]
  const done =
    lines.length === 0 ? 'nothing to approve: every frame is as approved' : `${lines.length} of the baselines in ${relative('', folder)} changed`
  const left = open.length === 0 ? [] : [`not as approved still: ${open.join(', ')}`]
  return [...lines, done, ...left, ''].join('\n')
}
