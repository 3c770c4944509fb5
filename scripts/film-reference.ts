import type { z } from 'zod'
import { describeAllowed, kindsOf } from '../src/film/faults-of-issues.ts'

type Node = z.core.JSONSchema.BaseSchema

/** docs/film.md: every field of the film format, in the order of the schema, with what it may be and what it is by default. */
export function filmReference(schema: Node): string {
  return [
    '# The film format',
    '',
    'Generated from `src/film/film-schema.ts` by `npm run generate`; [film.schema.json](film.schema.json) is the same as JSON Schema (2020-12).',
    'Put `"$schema": "path/to/film.schema.json"` at the top of a film and an editor will check it as you type.',
    '',
    'Unknown fields are faults. `framefarm validate FILM.json` lists every fault with its JSON pointer. Paths are relative to the film file.',
    '',
    '| field | allowed | default | meaning |',
    '| --- | --- | --- | --- |',
    ...rowsOf(schema, ''),
    '',
    ...notes,
  ].join('\n')
}

const notes = [
  '## Templates',
  '',
  'What draws a scene, with a picture of each, and how to make one of your own: [templates.md](templates.md).',
  '',
  '## The camera',
  '',
  'Presets, numbers and rectangles, focus, fit and rotation, with pictures: [camera.md](camera.md).',
  '',
  'A scene without `kenBurns` gets a gentle preset that depends on its image, so that it stays the same when other scenes come and go, and differs from that of the scene before. Where a view would show an edge of the image it is moved inside, and `validate` warns; an easing that overshoots is held to its ends.',
  '',
  '## Output',
  '',
  'Kinds of file, quality, a part of the film, title and chapters, posters and storyboards, several files in one run: [output.md](output.md).',
  '',
  '## Fonts',
  '',
  'Where families are looked for, and what happens to characters that a font lacks: [fonts.md](fonts.md).',
  '',
  '## The time line',
  '',
  'Scenes follow each other without a gap. A border lies at the frame nearest to the sum of the durations before it, so roundings never add up. The film lasts exactly its number of frames divided by the frame rate, and so does its sound.',
  '',
  'A transition is drawn in the first seconds of the scene that it leads into, while the scene before moves on under it: it moves no scene and leaves the film as long as it is. [transitions.md](transitions.md) shows each type, and the watermark.',
  '',
  '## Captions',
  '',
  'A scene has a text, lines or words of its own, or the film has an SRT or WebVTT file; [captions.md](captions.md) shows the presets and says how texts are cut, timed and fitted.',
  '',
  '## Sound',
  '',
  "A voiceover starts `offset` seconds into its scene and may go on into the next (`validate` warns). Music starts with the film. What lasts longer than the film is cut at the film's end. [sound.md](sound.md) has an example of everything that a film can say of its sound.",
  '',
]

function rowsOf(node: Node, path: string): readonly string[] {
  const required = new Set(node.required)
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    if (typeof child !== 'object') return []
    const here = path === '' ? name : `${path}.${name}`
    const value = child.default === undefined ? (required.has(name) ? '(required)' : '') : `\`${JSON.stringify(child.default)}\``
    const row = `| \`${here}\` | ${cell(describeAllowed(child))} | ${value} | ${cell(child.description ?? null)} |`
    const { items } = child
    // The same fields once more, all of them optional.
    if (here === 'outputs' && typeof items === 'object' && !Array.isArray(items))
      return [row, ...rowsOf({ ...items, properties: { name: items.properties?.['name'] ?? {} } }, 'outputs[]')]
    return [row, ...kindsOf(child).flatMap((kind) => innerRows(kind, here))]
  })
}

function innerRows(node: Node, path: string): readonly string[] {
  const { items } = node
  return typeof items === 'object' && !Array.isArray(items) ? rowsOf(items, `${path}[]`) : rowsOf(node, path)
}

function cell(text: string | null): string {
  return (text ?? '').replaceAll('|', String.raw`\|`)
}
