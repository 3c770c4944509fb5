/** What a render can be, from its acceptance to its end. */
export const renderStates = [
  'queued',
  'preparing',
  'rendering',
  'joining',
  'mixing',
  'uploading',
  'succeeded',
  'failed',
  'cancelling',
  'cancelled',
] as const

export type RenderState = (typeof renderStates)[number]

/** Where a render can go from each state. Back to `preparing`: a scene was left out, or the work is done again after a fault. */
export const nextStates: Readonly<Record<RenderState, readonly RenderState[]>> = {
  queued: ['preparing', 'failed', 'cancelling', 'cancelled'],
  preparing: ['rendering', 'joining', 'failed', 'cancelling'],
  rendering: ['preparing', 'joining', 'failed', 'cancelling'],
  joining: ['preparing', 'mixing', 'uploading', 'succeeded', 'failed', 'cancelling'],
  mixing: ['preparing', 'joining', 'uploading', 'succeeded', 'failed', 'cancelling'],
  uploading: ['preparing', 'succeeded', 'failed', 'cancelling'],
  cancelling: ['cancelled'],
  // By POST .../retry.
  failed: ['queued'],
  cancelled: ['queued'],
  succeeded: [],
}

/** Nothing more happens to a render in one of these by itself. */
export function isOver(state: RenderState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled'
}
