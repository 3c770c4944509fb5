import { sceneRequest, sceneResult } from '../../../api/scene-request.ts'
import { FilmInvalidError } from '../../../film/fault.ts'
import { checkDestination } from '../access/check-destination.ts'
import { RequestInvalidError } from '../request-errors.ts'
import { route } from '../route.ts'

export const sceneRoute = route(
  {
    method: 'post',
    path: '/process-scene',
    id: 'processScene',
    tag: 'scenes',
    summary: 'Render one scene, and answer when it is stored',
    description: 'One scene a request, for containers behind an autoscaler.',
    access: 'key',
    isNewWork: true,
    body: sceneRequest,
    replies: { 200: { description: 'The scene is stored', json: sceneResult } },
    faults: ['REQUEST_INVALID', 'FORBIDDEN', 'ASSET_UNAVAILABLE', 'ASSET_INVALID', 'QUEUE_FULL'],
  },
  async ({ parts, key, body, signal, log }) => {
    checkDestination(bucketAddress(body.outputBucket), { parts, key })
    const startedMs = performance.now()
    try {
      const { url, durationSeconds } = await parts.direct.run(() => parts.processScene(body, signal))
      const processingTime = Math.round(performance.now() - startedMs)
      log.info({ jobId: body.jobId, scene: body.sceneIndex, processingTime }, 'scene processed')
      return { status: 200, json: { success: true, sceneVideoUrl: url, duration: durationSeconds, processingTime } }
    } catch (error) {
      if (!(error instanceof FilmInvalidError)) throw error
      // Its pointers are into a film that only the server has seen.
      throw new RequestInvalidError(
        error.faults.map(({ message, allowed }) => ({ pointer: '', message, ...(allowed === undefined ? {} : { allowed }) })),
      )
    }
  },
)

function bucketAddress(bucket: string): string {
  return bucket.startsWith('gs://') ? bucket : `gs://${bucket}`
}
