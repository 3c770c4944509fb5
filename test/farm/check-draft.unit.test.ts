import { describe, expect, it } from 'vitest'
import { checkDraft } from '../../src/farm/check-draft.ts'
import type { RenderEvent } from '../../src/farm/render-events.ts'
import type { ScenePlan } from '../../src/plan/plan-scene.ts'

function scenes(...templates: readonly string[]): { scenes: readonly ScenePlan[] } {
  return {
    scenes: templates.map(
      (template, index) =>
        ({ index, template, name: `photo-${index}.jpg`, stage: { transition: null, watermark: null, captions: null } }) as ScenePlan,
    ),
  }
}

describe('checkDraft', () => {
  it.each(['zoompan', 'crossfade'] as const)('refuses %s for a page that is more than its photograph, by its scene', (method) => {
    const check = () => checkDraft(scenes('ken-burns', 'title-card'), method, () => undefined)
    expect(check).toThrow(`scene 2 (photo-1.jpg): --method ${method} draws only the photograph`)
    expect(check).toThrow(expect.objectContaining({ code: 'TEMPLATE_FAILED', hint: 'Use --method auto.' }))
  })

  it('warns once for the whole film, and only of a draft', () => {
    const events: RenderEvent[] = []
    for (const method of ['auto', 'layers', 'screenshot', 'zoompan'] as const) {
      checkDraft(scenes('ken-burns', 'ken-burns'), method, (event) => events.push(event))
    }
    expect(events).toEqual([{ type: 'warning', message: expect.stringMatching(/^--method zoompan is draft quality/) }])
  })
})
