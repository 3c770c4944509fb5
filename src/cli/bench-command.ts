import { relative, resolve } from 'node:path'
import type { BenchEvent } from '../bench/bench-events.ts'
import { bench } from '../bench/bench.ts'
import { growthText } from '../bench/report/growth-table.ts'
import { machineText } from '../bench/report/machine-text.ts'
import { partText } from '../bench/report/part-text.ts'
import { checkDocument, writeDocument } from '../bench/report/write-document.ts'
import { writeResults } from '../bench/report/write-results.ts'
import { defaultPhoto } from '../bench/scene/bench-photo.ts'
import { dataFolderFromEnvironment } from '../storage/data-folder.ts'
import { openWorkFolder } from '../storage/work-folder.ts'
import type { BenchOptions } from './bench-options.ts'
import { clockText } from './clock-text.ts'
import { version } from '../shared/version.ts'

/** Runs the benchmark, prints its tables and writes its files. */
export async function benchCommand(options: BenchOptions, signal: AbortSignal): Promise<void> {
  if (options.write) checkDocument()
  await using work = await openWorkFolder(dataFolderFromEnvironment())
  const order = {
    version: version(),
    arguments: process.argv.slice(2),
    photoPath: options.image === undefined ? defaultPhoto() : resolve(options.image),
    size: { kind: options.scene, ...options.size, fps: options.fps, durationS: options.duration, scenes: 1 },
    rounds: options.runs,
    withPeers: options.peers ?? false,
    rows: options.rows ?? null,
    withSizes: options.sizes ?? false,
    withGrowth: options.growth ?? false,
    workFolder: work.path,
  }
  const result = await bench(order, signal, (event) => process.stderr.write(`bench: ${lineOf(event)}\n`))
  const files = await writeResults(result, options.out)
  if (options.write) await writeDocument(result)
  const tables = [...[result.main, ...result.sizes].map(partText), ...result.growth.map(growthText), machineText(result)]
  const written = `${relative('', files.json)} has every run, ${relative('', files.html)} the plots`
  process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : `\n${[...tables, written].join('\n\n')}\n`)
}

function lineOf({ message, leftS }: BenchEvent): string {
  return leftS === null ? message : `${message} (about ${clockText(leftS)} left)`
}
