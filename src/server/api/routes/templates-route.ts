import { templateList } from '../../../api/template-list.ts'
import { loadBuiltIns } from '../../../farm/load-film-templates.ts'
import { propsJsonSchema } from '../../../templates/props-schema.ts'
import { route } from '../route.ts'

export const templatesRoute = route(
  {
    method: 'get',
    path: '/v1/templates',
    id: 'listTemplates',
    tag: 'films',
    summary: 'The templates that scenes can name, and what each takes',
    access: 'key',
    replies: { 200: { description: 'All templates, by name', json: templateList } },
    faults: [],
  },
  async () => {
    const manifests = (await loadBuiltIns()).map(({ manifest }) => manifest).toSorted((a, b) => a.name.localeCompare(b.name))
    const templates = manifests.map(({ name, description, image, camera, props }) => ({
      name,
      description,
      image,
      camera,
      props: propsJsonSchema(props),
    }))
    return { status: 200, json: { templates } }
  },
)
