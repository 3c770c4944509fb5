import { lineOf, pointerOf, type Fault } from '../film/fault.ts'
import { faultsOfIssues } from '../film/faults-of-issues.ts'
import type { Film } from '../film/film.ts'
import { manifestName, openTemplate, templateNames, type Template } from '../templates/load-template.ts'
import { manifestJsonSchema, type TemplateManifest } from '../templates/manifest-schema.ts'
import { parseManifest } from '../templates/parse-manifest.ts'
import { isAbsolute } from 'node:path'

/** A template with what its template.json says. */
export type LoadedTemplate = Template & { readonly manifest: TemplateManifest }

/** The templates of a film by what its scenes call them, and a fault for each scene whose template cannot be used. */
export type FilmTemplates = { readonly loaded: ReadonlyMap<string, LoadedTemplate>; readonly faults: readonly Fault[] }

type Opened = LoadedTemplate | { readonly message: string; readonly allowed?: string }

/** Loads every template that a film names, each once. */
export async function loadFilmTemplates(film: Film): Promise<FilmTemplates> {
  const known = await templateNames()
  const refs = [...new Set(film.scenes.map(({ template }) => template))]
  const opened = new Map(await Promise.all(refs.map(async (ref) => [ref, await openWhole(ref, known)] as const)))
  const faults = film.scenes.flatMap(({ template }, index) => {
    const one = opened.get(template)
    return one && 'message' in one ? [{ pointer: pointerOf(['scenes', index, 'template']), ...one, value: template }] : []
  })
  return { loaded: new Map([...opened].flatMap(([ref, one]) => ('message' in one ? [] : [[ref, one] as const]))), faults }
}

/** Every template of our own. */
export async function loadBuiltIns(): Promise<readonly LoadedTemplate[]> {
  const known = await templateNames()
  const opened = await Promise.all(known.map((name) => openWhole(name, known)))
  return opened.filter((one) => 'manifest' in one)
}

async function openWhole(ref: string, known: readonly string[]): Promise<Opened> {
  if (!isAbsolute(ref) && !known.includes(ref)) return { message: 'is not a template', allowed: `${known.join(', ')}, or the path of a folder` }
  const template = await openTemplate(ref)
  if ('reason' in template) return { message: template.reason, allowed: 'a folder with template.json and page.html' }
  const parsed = parseManifest(template.files.get(manifestName)?.toString('utf8') ?? '')
  if ('manifest' in parsed) return { ...template, manifest: parsed.manifest }
  if ('reason' in parsed) return { message: `cannot be used: ${parsed.reason}` }
  const lines = faultsOfIssues(parsed.issues, parsed.raw, manifestJsonSchema()).map(lineOf)
  return { message: `cannot be used: its template.json has ${lines.length === 1 ? 'a fault' : `${lines.length} faults`}: ${lines.join('; ')}` }
}
