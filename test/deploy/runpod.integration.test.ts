import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp } from 'node:fs/promises'
import { json } from 'node:stream/consumers'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { dataFolderFromEnvironment } from '../../src/storage/data-folder.ts'
import { deployFolder } from '../support/deployed-containers.ts'
import { serve } from '../support/loopback.ts'
import { tempFolder } from '../support/temp-folder.ts'

type Told = { readonly path: string; readonly authorization: string | undefined; readonly body: unknown }

/** What RunPod is to its workers: jobs that are taken one by one, results that are told. */
async function startRunpod(jobs: { readonly id: string; readonly input: unknown }[]) {
  const told: Told[] = []
  const url = await serve((request, response) => {
    const { url: path = '' } = request
    if (path.startsWith('/job-take/')) {
      const job = jobs.shift()
      if (job) response.end(JSON.stringify(job))
      else setTimeout(() => response.writeHead(204).end(), 100)
      return
    }
    void json(request).then((body) => {
      told.push({ path, authorization: request.headers.authorization, body })
      response.end()
    })
  })
  return { url, told }
}

describe('the RunPod handler', () => {
  it('has each job rendered, tells what came of it, and stops with its server when it is told to', async () => {
    const scene = {
      sceneIndex: 0,
      imageUrl: 'http://127.0.0.1:1/photo.jpg',
      duration: 1,
      output: { width: 64, height: 64, fps: 10 },
      outputBucket: 'films',
    }
    const runpod = await startRunpod([
      { id: 'job-1', input: { ...scene, duration: 'long', jobId: 'film' } },
      { id: 'job-2', input: { ...scene, jobId: 'film' } },
    ])
    const data = await tempFolder()
    await cp(join(dataFolderFromEnvironment().root, 'engine'), join(data, 'engine'), { recursive: true }).catch(() => undefined)
    const child = spawn(process.execPath, [join(deployFolder, 'runpod/handler.mjs')], {
      stdio: 'ignore',
      env: {
        ...process.env,
        FRAMEFARM_DATA: data,
        FRAMEFARM_DESTINATIONS: 'gs://films',
        RUNPOD_POD_ID: 'pod-1',
        RUNPOD_AI_API_KEY: 'secret',
        RUNPOD_WEBHOOK_GET_JOB: `${runpod.url}/job-take/$ID`,
        RUNPOD_WEBHOOK_POST_OUTPUT: `${runpod.url}/job-done/$RUNPOD_POD_ID/$ID`,
      },
    })
    const ended = once(child, 'exit')
    try {
      await vi.waitFor(() => expect(runpod.told).toHaveLength(2), { timeout: 60_000, interval: 50 })
    } finally {
      child.kill('SIGTERM')
    }
    expect(await ended).toEqual([0, null])
    const errors = runpod.told.map(({ body }) => JSON.parse((body as { readonly error: string }).error) as unknown)
    expect(runpod.told.map(({ path }) => path)).toEqual(['/job-done/pod-1/job-1', '/job-done/pod-1/job-2'])
    expect(runpod.told.map(({ authorization }) => authorization)).toEqual(['secret', 'secret'])
    expect(errors).toMatchObject([
      { code: 'REQUEST_INVALID', errors: [{ pointer: '/duration' }] },
      { code: 'REQUEST_INVALID', errors: [{ pointer: '/imageUrl' }] },
    ])
  })
})
