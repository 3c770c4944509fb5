import { join } from 'node:path'
import type { JoinOrder } from '../../src/encoder/join-chunks.ts'

/** A film without title or chapters. */
export function noLabels(folder: string): JoinOrder['labels'] {
  return { path: join(folder, 'labels.txt'), labels: { tags: {}, language: null, chapters: [] } }
}
