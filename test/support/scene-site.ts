import { loadTemplate, stageName, type Template } from '../../src/templates/load-template.ts'
import { stageSite, type SceneData, type StageData } from '../../src/templates/scene-site.ts'
import type { Site } from '../../src/templates/site.ts'

/** A stage that shows nothing but its template. */
export function plainStage({ output, durationMs }: SceneData): StageData {
  return { output, durationMs, background: '#000000', transition: null, watermark: null, captions: null }
}

/** A scene of one template as a film has it: no transition, nothing over it but what `stage` says. */
export async function sceneSite(
  template: Template,
  data: SceneData,
  assets: ReadonlyMap<string, () => Promise<string>>,
  stage: Partial<StageData> = {},
): Promise<Site> {
  return stageSite(await loadTemplate(stageName), { stage: { ...plainStage(data), ...stage }, outgoing: null, incoming: { template, data } }, assets)
}
