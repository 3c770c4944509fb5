import { join } from 'node:path'
import { loadTemplate } from '../../src/templates/load-template.ts'
import { sceneSite } from './scene-site.ts'
import type { Site } from '../../src/templates/site.ts'
import { counterSize } from './frame-counter.ts'

/** A scene of 8 s with one of the tests' own templates. */
export async function fixtureSite(template: string, props: Record<string, unknown> = {}, size = counterSize): Promise<Site> {
  const loaded = await loadTemplate(template, join(import.meta.dirname, '../fixtures/templates'))
  return sceneSite(loaded, { props, output: size, durationMs: 8000 }, new Map())
}
