import { part } from './elements.js'

/**
 * Takes files that are dropped on the page or picked from a folder.
 * @param {(files: readonly File[]) => void} onFiles
 */
export function takeFiles(onFiles) {
  const curtain = part('drop-here', HTMLDivElement)
  const input = part('film-file', HTMLInputElement)
  /** @param {FileList | undefined | null} files */
  const take = (files) => onFiles([...(files ?? [])])
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
