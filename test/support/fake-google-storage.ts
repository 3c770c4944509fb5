import { vi } from 'vitest'
import { serve } from './loopback.ts'

type FakeOptions = {
  /** The connection is cut after so many bytes of an object. */
  readonly cutAfterBytes?: number
}

/**
 * As much of Google's JSON API as a download asks for. The real client is pointed at it; call `vi.unstubAllEnvs` afterwards.
 * @param objects content by `bucket/object`
 * @returns the paths that were asked for
 */
export async function fakeGoogleStorage(objects: Readonly<Record<string, Buffer>>, { cutAfterBytes }: FakeOptions = {}): Promise<readonly string[]> {
  const asked: string[] = []
  const host = await serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://fake')
    asked.push(pathname)
    // /b/BUCKET/o/OBJECT, the object's slashes escaped
    const [, bucket = '', object = ''] = /^\/b\/([^/]+)\/o\/([^/]+)$/.exec(pathname) ?? []
    const name = `${bucket}/${decodeURIComponent(object)}`
    const content = objects[name]
    if (!content || searchParams.get('alt') !== 'media') {
      response.writeHead(404, { 'content-type': 'text/html' }).end(`No such object: ${name}`)
      return
    }
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': content.length })
    if (cutAfterBytes === undefined) response.end(content)
    else response.write(content.subarray(0, cutAfterBytes), () => setTimeout(() => response.destroy(), 20))
  })
  vi.stubEnv('STORAGE_EMULATOR_HOST', host)
  return asked
}
