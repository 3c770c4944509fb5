import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FramefarmError } from '../../shared/errors.ts'
import { storageError } from '../../storage/storage-error.ts'
import type { BenchResult } from './bench-result.ts'
import { growthMarkdown } from './growth-table.ts'
import { machineText } from './machine-text.ts'
import { partMarkdown } from './part-text.ts'

const document = join(import.meta.dirname, '../../../docs/benchmarks.md')
/** The results of the two kinds of scene have a place each. */
const marks = {
  photo: /(<!-- results -->\n)[\s\S]*(<!-- end of results -->)/,
  live: /(<!-- live results -->\n)[\s\S]*(<!-- end of live results -->)/,
} as const

/** @throws USAGE where there is no document, as in the published package */
export function checkDocument(): void {
  if (existsSync(document)) return
  throw new FramefarmError('USAGE', '--write puts the results into docs/benchmarks.md, which only a checkout of the sources has')
}

/**
 * Puts the results between the marks of docs/benchmarks.md; what people have written around them stays.
 * @throws OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function writeDocument(result: BenchResult): Promise<void> {
  try {
    const page = await readFile(document, 'utf8')
    await writeFile(
      document,
      page.replace(marks[result.main.scene.kind], (_all, start: string, end: string) => `${start}\n${resultsMarkdown(result)}\n\n${end}`),
    )
  } catch (cause) {
    throw storageError(`${document} cannot be written`, cause)
  }
}

function resultsMarkdown(result: BenchResult): string {
  const parts = [result.main, ...result.sizes].map((part) => `### ${part.title}\n\n${partMarkdown(part)}`)
  const growth = result.growth.length === 0 ? [] : ['### Growth', ...result.growth.map(growthMarkdown)]
  return [...parts, ...growth, machineText(result)].join('\n\n')
}
