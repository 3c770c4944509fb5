import { describe, expect, it } from 'vitest'
import { loadTemplate, templateNames } from '../../src/templates/load-template.ts'
import type { PropSchema } from '../../src/templates/manifest-schema.ts'
import { parseManifest } from '../../src/templates/parse-manifest.ts'
import { builtIns, folderOfPictures, fullScene } from '../support/built-in-scenes.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { templateScene } from '../support/template-scene.ts'

const size = { width: 640, height: 360 }
/** Each part would show that it has become more than text: by an element, by a request, by running. */
const markup = '<img src=x onerror=top.ran=1><svg onload=top.ran=1><script>top.ran=1</script><b>&lt;'

/** Every text that a template takes is markup; lists of texts keep their length. */
function hostileProps(properties: Readonly<Record<string, PropSchema>>, props: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const hostile = (schema: PropSchema, value: unknown): unknown => {
    if (schema.type === 'array' && Array.isArray(value)) return value.map((item) => hostile(schema.items, item))
    const isText =
      schema.type === 'string' && !('format' in schema && schema.format !== undefined) && !('enum' in schema && schema.enum !== undefined)
    return isText ? markup : value
  }
  return Object.fromEntries(Object.entries(props).map(([name, value]) => [name, properties[name] ? hostile(properties[name], value) : value]))
}

const lookAtPage = `(() => {
  const documents = [document, ...[...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument)]
  const texts = documents.map(({ body }) => body.textContent.replaceAll(/\\s/g, '')).join()
  return {
    ran: globalThis.ran ?? null,
    elements: documents.flatMap((one) => [...one.querySelectorAll('img[src="x"], svg[onload], b, body script:not([src])')].map(({ outerHTML }) => outerHTML)),
    times: texts.split(${JSON.stringify(markup.replaceAll(' ', ''))}).length - 1,
  }
})()`

describe('markup in a text stays text', () => {
  it('in every template, and in the captions above it', async () => {
    const folder = await folderOfPictures()
    await using slot = testSlot(await tempFolder(), size)
    const page = await slot.page(noSignal)
    for (const name of await templateNames()) {
      const builtIn = builtIns.find(({ scene }) => scene.template === name)
      const scene = builtIn ? fullScene(builtIn) : { template: name, image: 'wide.png', props: {} }
      const parsed = parseManifest(String((await loadTemplate(name)).files.get('template.json')))
      if (!('manifest' in parsed)) throw new Error(`${name} has no manifest`)
      const props = hostileProps(parsed.manifest.props.properties, scene.props)
      const texts = JSON.stringify(props).split(JSON.stringify(markup).slice(1, -1)).length - 1
      await page.open(await templateScene({ ...scene, props, title: markup, captions: markup }, { folder, size }), noSignal)
      await page.frameAt(1000, noSignal)
      const { ran, elements, times } = await page.ask<{ ran: unknown; elements: string[]; times: number }>(lookAtPage, noSignal)
      expect({ name, ran, elements }).toEqual({ name, ran: null, elements: [] })
      // Each is there word for word; the captions may lie in the page more than once.
      expect(times, `texts of ${name} that are shown as they are`).toBeGreaterThan(texts)
    }
  })
})
