/** @import { LoadedPicture } from './pictures.js' */
/** @import { Layer } from './pane.js' */

/** @typedef {{ before: LoadedPicture | null, after: LoadedPicture | null, difference: LoadedPicture | null }} Trio */
/** @typedef {{ share: number, isAfter: boolean }} Dial `share`: of the later picture, 0 to 1; `isAfter`: which one blinking shows */
/** @typedef {{ caption: string, layers: readonly Layer[] }} PaneContent */
/** @typedef {{ dial: 'opacity' | 'place' | 'rate' | null, panes: (trio: Trio, dial: Dial) => readonly PaneContent[] }} Mode */

/** Ways to hold two pictures against each other, in the order of their keys. @type {Readonly<Record<string, Mode>>} */
export const modes = {
  beside: {
    dial: null,
    panes: ({ before, after, difference }) => [before, after, difference].flatMap((picture) => (picture ? [alone(picture)] : [])),
  },
  onion: {
    dial: 'opacity',
    panes: ({ before, after }, { share }) => [
      {
        caption: `${before?.title} under ${after?.title}`,
        layers: [{ picture: before }, { picture: after, opacity: share }],
      },
    ],
  },
  swipe: {
    dial: 'place',
    panes: ({ before, after }, { share }) => [
      { caption: `${before?.title} on the left, ${after?.title} on the right`, layers: [{ picture: before }, { picture: after, from: share }] },
    ],
  },
  blink: {
    dial: 'rate',
    panes: ({ before, after }, { isAfter }) => {
      const picture = isAfter ? after : before
      return picture ? [alone(picture)] : []
    },
  },
  difference: {
    dial: null,
    panes: ({ difference }) => (difference ? [alone(difference)] : []),
  },
}

/** @param {LoadedPicture} picture */
function alone(picture) {
  return { caption: picture.isWhole ? picture.title : `${picture.title} (preview)`, layers: [{ picture }] }
}
