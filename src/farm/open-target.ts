import { isOfSequence } from '../encoder/animated-image.ts'
import { isOfPlaylist } from '../encoder/cut-segments.ts'
import type { Container } from '../film/containers.ts'
import { openOutputFile, type OutputFile } from '../storage/output-file.ts'
import { openOutputFolder } from '../storage/output-folder.ts'

/** Where a film of some kind is written: a file, or a folder of its own. @throws OUTPUT_UNWRITABLE, DISK_FULL */
export function openTarget(path: string, container: Container): Promise<OutputFile> {
  if (container === 'hls') return openOutputFolder(path, isOfPlaylist(path))
  if (container === 'png' || container === 'jpeg') return openOutputFolder(path, isOfSequence(path))
  return openOutputFile(path)
}
