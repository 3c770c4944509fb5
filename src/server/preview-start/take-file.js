import { takeFiles } from '../page-parts/take-files.js'

/**
 * Takes a film that is dropped on the page or picked from a folder.
 * @param {(text: string, name: string) => void} onFilm
 */
export function takeFile(onFilm) {
  takeFiles(([file]) => {
    if (file) void file.text().then((text) => onFilm(text, file.name.replace(/\.json$/i, '')))
  })
}
