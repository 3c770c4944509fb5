import { lineOf, pointerOf, type Fault } from '../../film/fault.ts'
import { faultsOfIssues } from '../../film/faults-of-issues.ts'
import { FramefarmError } from '../../shared/errors.ts'
import type { FrameRules, SceneRules } from './frame-rules.ts'
import { frameRulesJsonSchema, frameRulesSchema, type FrameRulesInput } from './frame-rules-schema.ts'

/**
 * Checks rules and fills in every default.
 * @param raw the parsed JSON
 * @param name what messages call them
 * @throws FRAME_RULES_INVALID with every fault and its JSON pointer
 */
export function parseFrameRules(raw: unknown, name: string): FrameRules {
  const result = frameRulesSchema.safeParse(raw)
  if (!result.success) throw invalid(name, faultsOfIssues(result.error.issues, raw, frameRulesJsonSchema()))
  const { tolerances, masks, regions, scenes, picks } = result.data
  const twice = scenes.flatMap(({ scene }, index) =>
    scenes.findIndex((other) => other.scene === scene) === index
      ? []
      : [{ pointer: pointerOf(['scenes', index, 'scene']), message: 'has rules above already', value: scene }],
  )
  if (twice.length > 0) throw invalid(name, twice)
  return {
    ...partsOf({ tolerances, masks, regions }),
    scenes: new Map(scenes.map(({ scene, ...parts }) => [scene, partsOf(parts)])),
    picks: {
      usual: picks.usual,
      at: picks.at.map((time) => (typeof time === 'number' ? { seconds: time } : { part: Number.parseFloat(time) / 100 })),
    },
  }
}

function partsOf({ tolerances, masks, regions }: Pick<FrameRulesInput, 'tolerances' | 'masks' | 'regions'>): SceneRules {
  return {
    tolerances: present(tolerances),
    masks: masks.map(({ x, y, width, height }) => ({ x, y, width, height })),
    regions: regions.map(({ name, tolerances: own, ...box }) => ({ name, box, tolerances: present(own) })),
  }
}

/** Without keys that are there but undefined, which would hide what they stand above. */
function present<T extends object>(values: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [Key in keyof T]?: NonNullable<T[Key]> }
}

function invalid(name: string, faults: readonly Fault[]): FramefarmError {
  const lines = faults.map((fault) => `  ${lineOf(fault).replace(/^\(the film\)/, '(the rules)')}`)
  return new FramefarmError('FRAME_RULES_INVALID', `${name} has ${faults.length === 1 ? '1 fault' : `${faults.length} faults`}:\n${lines.join('\n')}`)
}
