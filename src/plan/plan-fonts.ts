import { fontFileName, type FontFace } from '../assets/font-face.ts'
import type { FontSet } from '../assets/gather-fonts.ts'
import { pointerOf } from '../film/fault.ts'
import { assetPath, type SceneFont } from '../templates/scene-site.ts'

/** Templates whose pages draw no text: a change of fonts leaves their chunks of use. */
const withoutText = ['ken-burns']

/** What a scene's own page draws text in: the film's own fonts, and those that its values ask for. */
export function fontsOfScene({ own, wished }: FontSet, index: number, template: string): readonly FontFace[] {
  const inScene = `${pointerOf(['scenes', index, 'props'])}/`
  const asked = [...wished].filter(([pointer]) => pointer.startsWith(inScene)).flatMap(([, { faces }]) => faces)
  return distinctFaces([...(withoutText.includes(template) ? [] : own), ...asked])
}

/** What is drawn over a scene's own page in: what the film or the scene asks for in the style of captions. */
export function fontsOfStage({ wished }: FontSet, index: number): readonly FontFace[] {
  const above = ['/captions/', `${pointerOf(['scenes', index, 'captionStyle'])}/`]
  return distinctFaces([...wished].flatMap(([pointer, { faces }]) => (above.some((start) => pointer.startsWith(start)) ? faces : [])))
}

/** As a page is told of them; absent where it has none. */
export function fontsField(faces: readonly FontFace[]): { readonly fonts?: readonly SceneFont[] } {
  return faces.length === 0 ? {} : { fonts: sceneFonts(faces) }
}

function sceneFonts(faces: readonly FontFace[]): readonly SceneFont[] {
  return faces.map((face) => {
    const { family, weight, style, hash, path } = face
    return { family, weight, style, hash, path: path === null ? null : assetPath(fontFileName(face, path)) }
  })
}

/** Each once, however many places ask for it. */
function distinctFaces(faces: readonly FontFace[]): readonly FontFace[] {
  return [...new Map(faces.map((face) => [[face.family.toLowerCase(), face.weight, face.style, face.hash].join('\n'), face])).values()]
}
