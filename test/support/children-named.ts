import { processTree } from '../../src/shared/process-tree.ts'

/** Processes that this one has started, directly or not, by their command lines; without the shells that start them. */
export function childrenNamed(pattern: RegExp): readonly number[] {
  return processTree(process.pid)
    .filter(({ pid, command }) => pid !== process.pid && pattern.test(command) && !command.startsWith('/bin/sh'))
    .map(({ pid }) => pid)
}
