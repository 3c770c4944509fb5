// How one act gives way to the next, as animations of their frames: only transform, opacity and rectangular clips, which `layers` can draw.

/**
 * @typedef {object} Transition
 * @property {string} type
 * @property {string} direction where the picture moves to: left, right, up or down
 * @property {string} easing
 * @property {string} through a colour
 * @property {number} durationMs
 */

/** @typedef {{ outgoing?: Keyframe[], incoming?: Keyframe[] }} Moves */

/** How near the old picture comes in a zoom. */
const nearScale = 1.25

const appearing = [{ opacity: 0 }, { opacity: 1 }]

/** Over the first half the old picture goes, over the second the new one comes. @type {() => Moves} */
const throughColour = () => ({
  outgoing: [{ opacity: 1 }, { opacity: 0, offset: 0.5 }, { opacity: 0 }],
  incoming: [{ opacity: 0 }, { opacity: 0, offset: 0.5 }, { opacity: 1 }],
})

const inPlace = 'translate(0%, 0%)'

/**
 * @param {string} from
 * @param {string} to
 */
const moving = (from, to) => [from, to].map((transform) => ({ transform, clipPath: clip(0, 0, 100, 100) }))

/** @type {Readonly<Record<string, (direction: string) => Moves>>} */
const movesOf = {
  fade: throughColour,
  'dip-to-colour': throughColour,
  crossfade: () => ({ incoming: appearing }),
  slide: (direction) => ({ incoming: moving(beside(direction, -1), inPlace) }),
  push: (direction) => ({
    outgoing: moving(inPlace, beside(direction, 1)),
    incoming: moving(beside(direction, -1), inPlace),
  }),
  wipe: (direction) => ({ incoming: [{ clipPath: hidden[direction] ?? 'none' }, { clipPath: clip(0, 0, 100, 100) }] }),
  zoom: () => ({
    outgoing: [{ transform: 'scale(1)' }, { transform: `scale(${nearScale})` }],
    incoming: appearing,
  }),
}

/** Into the first scene, where nothing has to go before the new picture comes. @type {Readonly<Record<string, Moves>>} */
const movesOfFirst = { fade: { incoming: appearing }, 'dip-to-colour': { incoming: appearing } }

/** @type {Readonly<Record<string, readonly [number, number]>>} */
const vectors = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }

/** Clips that hide all, up to the side that the edge comes from. @type {Readonly<Record<string, string>>} */
const hidden = {
  left: clip(100, 0, 100, 100),
  right: clip(0, 0, 0, 100),
  up: clip(0, 100, 100, 100),
  down: clip(0, 0, 100, 0),
}

/**
 * A rectangle, in hundredths of the frame. Where Chromium knows it for one it smooths the edge of every layer in the frame by itself,
 * and what is below them shines through: hence the fifth corner, a hair off the left side.
 * @param {number} left
 * @param {number} top
 * @param {number} right
 * @param {number} bottom
 */
function clip(left, top, right, bottom) {
  return `polygon(${left}% ${top}%, ${right}% ${top}%, ${right}% ${bottom}%, ${left}% ${bottom}%, ${left - 0.01}% ${(top + bottom) / 2}%)`
}

/**
 * One frame away in a direction (1), or against it (-1).
 * @param {string} direction
 * @param {1 | -1} way
 */
function beside(direction, way) {
  const [x, y] = vectors[direction] ?? [0, 0]
  return `translate(${x * way * 100}%, ${y * way * 100}%)`
}

/**
 * @param {Transition} transition
 * @param {readonly HTMLIFrameElement[]} frames the outgoing act's, if there is one, and the incoming act's
 */
export function playTransition({ type, direction, easing, through, durationMs }, frames) {
  const hasOutgoing = frames.some((frame) => frame.dataset['act'] === 'outgoing')
  const moves = hasOutgoing ? movesOf[type]?.(direction) : (movesOfFirst[type] ?? movesOf[type]?.(direction))
  if (!moves) throw new Error(`there is no transition ${type}`)
  document.documentElement.style.setProperty('--background', through)
  for (const frame of frames) {
    const keyframes = frame.dataset['act'] === 'outgoing' ? moves.outgoing : moves.incoming
    if (!keyframes) continue
    frame.style.willChange = 'transform, opacity'
    frame.animate(keyframes, { duration: durationMs, easing, fill: 'both' }).pause()
  }
}
