import { once } from 'node:events'
import { lineOf } from '../film/fault.ts'
import { openPreview } from '../server/open-preview.ts'
import type { PreviewState } from '../server/preview-state.ts'
import type { CommonOptions } from './run-to-end.ts'

export type PreviewOptions = CommonOptions & { readonly port: number }

/** Shows a film in the browser until Ctrl+C, which is its proper end. */
export async function previewCommand(filmPath: string, { port, json }: PreviewOptions, signal: AbortSignal): Promise<void> {
  const say = (text: string) => process.stdout.write(`${text}\n`)
  const listen = (state: PreviewState) => {
    if (!json) say(textOf(state))
  }
  await using preview = await openPreview({ filmPath, port, listen })
  say(json ? JSON.stringify({ url: preview.url }, null, 2) : `\n  ${preview.url}\n\nOpen this address in a browser; Ctrl+C ends the preview.`)
  if (!signal.aborted) await once(signal, 'abort')
}

function textOf(state: PreviewState): string {
  if (state.status === 'loading') return `${state.filmName}: reading`
  if (state.status === 'ready') return `${state.filmName}: ${state.scenes.length} scenes, ${state.frames} frames`
  return [`${state.filmName}: ${state.message}`, ...state.faults.map((fault) => `  ${lineOf(fault)}`)].join('\n')
}
