import { part } from '../page-parts/elements.js'

/**
 * Takes a film that is dropped on the page or picked from a folder.
 * @param {(text: string, name: string) => void} onFilm
 */
export function takeFile(onFilm) {
  const curtain = part('drop-here', HTMLDivElement)
  const input = part('film-file', HTMLInputElement)
  /** @param {FileList | undefined | null} files */
  const take = (files) => {
    const [file] = files ?? []
    if (file) void file.text().then((text) => onFilm(text, file.name.replace(/\.json$/i, '')))
  }
  input.addEventListener('change', () => {
    take(input.files)
    input.value = ''
  })
  document.addEventListener('dragover', (event) => {
    event.preventDefault()
    curtain.hidden = !event.dataTransfer?.types.includes('Files')
  })
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) curtain.hidden = true
  })
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    curtain.hidden = true
    take(event.dataTransfer?.files)
  })
}
