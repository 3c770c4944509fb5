import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { scriptedFarm } from '../support/scripted-farm.ts'
import { tempFolder } from '../support/temp-folder.ts'

const root = join(import.meta.dirname, '../..')

/** The commands of docs/http.md that are marked with a word, in order. */
async function commandsOf(mark: string): Promise<string> {
  const page = await readFile(join(root, 'docs/http.md'), 'utf8')
  return [...page.matchAll(/^<!-- (run[^>]*) -->\n\n```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, name, text = '']) => (name === mark ? text : []))
    .join('\n')
}

async function bash(commands: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands], { cwd, env: { ...process.env, ...env } })
  return stdout
}

describe('docs/http.md', () => {
  it('has commands that send a photograph and a film, follow it to its end and take it home', async () => {
    const farm = await scriptedFarm()
    farm.apiKey = 'ffk_1'
    farm.files.set('film.mp4', Buffer.from('the film'))
    farm.answerNext(/assets$/, (_request, response) => void response.status(201).json({ id: `asset:sha256-${'a'.repeat(64)}`, bytes: 3 }))
    farm.answerNext(/^\/v1\/renders$/, (request, response, next) => {
      farm.submit(request, response, next)
      const [id = ''] = farm.renders.keys()
      setTimeout(() => farm.tell(id, { type: 'state', state: 'succeeded' }), 300)
    })
    const folder = await tempFolder()
    await copyFile(join(root, 'samples/photos/brook.jpg'), join(folder, 'photo.jpg'))
    const said = await bash(await commandsOf('run'), folder, { FARM: farm.url, FARM_KEY: 'ffk_1' })
    expect(said).toContain('event: state\ndata: {"type":"state","state":"succeeded"')
    expect(await readFile(join(folder, 'film.mp4'), 'utf8')).toBe('the film')
    const sent = farm.requests.find(({ method, path }) => method === 'POST' && path === '/v1/renders')
    expect(JSON.parse(sent?.body.toString() ?? '')).toMatchObject({
      film: { version: 1, scenes: [{ image: `asset:sha256-${'a'.repeat(64)}` }] },
      metadata: { title: 'My first film' },
    })
  })

  it('has commands that check the signature of a webhook', async () => {
    const [ID, TIME, BODY, bytes] = ['msg_1', '1790000000', '{"type":"render.succeeded","data":{"title":"Möwe"}}', Buffer.from([0, 10, 13, 200, 255])]
    const SIGNATURE = `v1,${createHmac('sha256', bytes).update(`${ID}.${TIME}.${BODY}`).digest('base64')}`
    const env = { ID, TIME, BODY, SIGNATURE, SECRET: `whsec_${bytes.toString('base64')}` }
    const commands = await commandsOf('run: webhook')
    expect(await bash(commands, root, env)).toBe('genuine\n')
    await expect(bash(commands, root, { ...env, BODY: `${BODY} ` })).rejects.toThrow()
  })
})
