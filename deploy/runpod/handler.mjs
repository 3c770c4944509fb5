// A serverless worker on RunPod: starts a server for this container alone, takes a job after the other, has its scene rendered, tells what
// came of it. A job's input is the body of POST /process-scene (docs/http.md).
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const launcher = join(import.meta.dirname, '../../bin/framefarm')
const retryMs = 1000
const say = (text) => process.stderr.write(`${text}\n`)
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopping.abort())

/** What RunPod sets in its containers. `$ID` is the worker in the address of jobs, and the job in that of results. */
const { RUNPOD_POD_ID: worker = 'local', RUNPOD_AI_API_KEY: key = '', RUNPOD_PING_INTERVAL: pingMs = '10000' } = process.env
const addressOf = (variable, id) => (process.env[variable] ?? '').replaceAll('$RUNPOD_POD_ID', worker).replaceAll('$ID', id)
const ask = (address, options = {}) => fetch(address, { ...options, headers: { Authorization: key, 'Content-Type': 'application/json' } })

/** Without API keys it answers this container alone. */
async function startServer() {
  const child = spawn(process.execPath, [launcher, 'serve', '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  child.once('exit', (code) => stopping.signal.aborted || process.exit(code ?? 1))
  const [line] = await once(child.stdout, 'data')
  return { child, url: JSON.parse(line).url }
}

/** @returns null where nothing waits */
async function takeJob() {
  const answer = await ask(addressOf('RUNPOD_WEBHOOK_GET_JOB', worker), { signal: stopping.signal })
  if (answer.status === 204) return null
  if (!answer.ok) throw new Error(`no job could be taken: ${answer.status}`)
  return answer.json()
}

async function renderScene(url, { input }) {
  try {
    const answer = await fetch(`${url}/process-scene`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(input ?? null),
      signal: stopping.signal,
    })
    const body = await answer.json()
    return answer.ok ? { output: body } : { error: JSON.stringify(body) }
  } catch (error) {
    return { error: String(error) }
  }
}

async function tell(job, result) {
  for (let tries = 0; tries < 5; tries++) {
    const answer = await ask(addressOf('RUNPOD_WEBHOOK_POST_OUTPUT', job.id), { method: 'POST', body: JSON.stringify(result) }).catch(() => null)
    if (answer?.ok) return
    await sleep(retryMs * 2 ** tries)
  }
  say(`the result of ${job.id} could not be told`)
}

const { child, url } = await startServer()
let current = null
const ping = setInterval(() => {
  const address = addressOf('RUNPOD_WEBHOOK_PING', '')
  if (address !== '') ask(current === null ? address : `${address}?job_id=${current}`).catch(() => undefined)
}, Number(pingMs))

while (!stopping.signal.aborted) {
  try {
    const job = await takeJob()
    if (job === null) continue
    current = job.id
    await tell(job, await renderScene(url, job))
  } catch (error) {
    if (!stopping.signal.aborted) say(String(error))
    await sleep(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined)
  } finally {
    current = null
  }
}
clearInterval(ping)
child.kill('SIGTERM')
await once(child, 'exit')
