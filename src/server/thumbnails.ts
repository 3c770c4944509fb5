import type { RequestHandler } from 'express'
import sharp from 'sharp'
import type { LiveFilm } from './live-film.ts'

/** Twice the size that the list shows, for fine screens. */
const height = 108
const maxWidth = 384
const photographSide = 1280

/** Answers `/N` with a small picture of scene N's image. */
export function thumbnails(film: LiveFilm): RequestHandler {
  return scaled(film, { width: maxWidth, height })
}

/** Answers `/N` with a picture of scene N's image that is large enough to work on. */
export function photographs(film: LiveFilm): RequestHandler {
  return scaled(film, { width: photographSide, height: photographSide })
}

function scaled(film: LiveFilm, size: { readonly width: number; readonly height: number }): RequestHandler {
  return async (request, response, next) => {
    const [, number] = /^\/([1-9]\d*)$/.exec(request.path) ?? []
    const path = await film.preparedImage(Number(number))
    if (path === null) {
      next()
      return
    }
    response.type('image/jpeg').send(
      await sharp(path)
        .resize({ ...size, fit: 'inside' })
        .jpeg({ quality: 80 })
        .toBuffer(),
    )
  }
}
