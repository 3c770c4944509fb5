/** @import { Player } from './player.js' */
import { sceneIndexAt } from './film-clock.js'

/**
 * What keys and buttons do with the player.
 * @param {Player} player
 */
export function playbackOf(player) {
  return {
    play: () => (player.isPlaying ? player.pause() : player.play()),
    /** @param {number} count */
    frames: (count) => {
      player.pause()
      player.seek(player.frame + count)
    },
    /** @param {number} count */
    seconds: (count) => player.seek(player.frame + Math.round(count * framesPerSecond(player))),
    /** @param {number} count */
    scenes: (count) => goByScenes(player, count),
    /** @param {'start' | 'end'} end */
    ends: (end) => player.seek(end === 'start' ? 0 : (player.film?.frames ?? 1) - 1),
    loop: () => player.toggleLoop(),
  }
}

/**
 * To the start of the scene, or of the one before where it already is there; or to the next.
 * @param {Player} player
 * @param {number} count
 */
function goByScenes(player, count) {
  const { film, frame } = player
  if (!film) return
  const index = sceneIndexAt(film, frame)
  const isAtStart = frame === film.scenes[index]?.from
  const target = film.scenes[count < 0 && !isAtStart ? index : index + count]
  if (target) player.seek(target.from)
}

/** @param {Player} player */
function framesPerSecond({ film }) {
  const { num, den } = film?.fps ?? { num: 30, den: 1 }
  return num / den
}
