import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { framefarm } from '../../support/framefarm.ts'
import { seriousFindings } from '../../support/serious-findings.ts'
import { changeFilm, filmPath, writeFilm } from '../../support/test-films.ts'
import { startBrowser } from '../../support/user-browser.ts'

let report: string
let output: { readonly code: number | null; readonly stdout: string; readonly stderr: string }
let films: { readonly baseline: string; readonly actual: string }

beforeAll(async () => {
  const baseline = await writeFilm('baseline.mp4')
  const actual = await changeFilm(baseline, 'a <b>new & "late" film.mp4', {
    video: "drawbox=x=200:y=60:w=40:h=20:color=white:t=fill:enable='between(n,10,20)',select='not(eq(n,50))',setpts=N/24/TB",
    audio: 'adelay=40:all=1',
  })
  report = await filmPath('report')
  films = { baseline, actual }
  output = await framefarm(['frames', 'film', baseline, actual, '--report', report])
})

test('the command says what differs, where the report is, and ends with code 8', () => {
  expect(output.code).toBe(8)
  expect(output.stdout).toContain('frame 50 of the baseline is missing (2.083 s), and the next one comes 1 frame early')
  expect(output.stdout).toContain('the sound is 40.0 ms (1920 samples of 48000 a second) late')
  expect(output.stdout).toMatch(/frames 10 to 20 \(0\.417 to 0\.833 s\) look different/)
  expect(output.stdout).toMatch(/worst frames: 1\d \(0\.\d+ s\)/)
  expect(output.stderr).toMatch(/is not as .*baseline\.mp4: .*, and 2 more\n {2}look at the report/)
})

test('a film that is within its limits ends with code 0, and one that is not by limits of its own with 8', async () => {
  const { baseline } = films
  const again = await changeFilm(baseline, 'again.mp4', { crf: 22 })
  const other = await filmPath('other-report')
  const good = await framefarm(['frames', 'film', baseline, again, '--report', other, '--json'])
  const answer = JSON.parse(good.stdout) as { verdict: string; findings: unknown[]; report: { html: string } }
  expect({ code: good.code, verdict: answer.verdict, findings: answer.findings }).toEqual({ code: 0, verdict: 'noise', findings: [] })
  expect(answer.report.html).toBe(join(other, 'film.html'))
  const strict = await framefarm(['frames', 'film', baseline, again, '--report', other, '--psnr', '70', '--json'])
  expect(strict.code).toBe(8)
  expect(JSON.parse(strict.stdout)).toMatchObject({ verdict: 'changed', limits: { psnr: 70 }, error: { code: 'FRAMES_DIFFER' } })
})

test('limits that are none, and files that are none, are refused', async () => {
  expect(await framefarm(['frames', 'film', 'a.mp4', 'b.mp4', '--ssim', '2'])).toMatchObject({ code: 2 })
  const missing = await framefarm(['frames', 'film', join(report, 'none.mp4'), films.baseline, '--report', report])
  expect(missing).toMatchObject({ code: 4, stderr: expect.stringContaining('none.mp4 cannot be read: there is no such file') })
})

test('the JSON and the JUnit XML say what the page says', async () => {
  const check = JSON.parse(await readFile(join(report, 'film.json'), 'utf8')) as { findings: { kind: string }[]; worst: { baseline: string }[] }
  expect(check.findings.map(({ kind }) => kind)).toEqual(['missing', 'picture', 'sound-offset'])
  const xml = await readFile(join(report, 'film.junit.xml'), 'utf8')
  expect(xml).toContain('<testsuite name="a &lt;b&gt;new &amp; &quot;late&quot; film.mp4" tests="4" failures="3"')
  expect(xml).toContain('name="file" time="0"/>')
  for (const { baseline } of check.worst) expect((await stat(baseline)).size).toBeGreaterThan(1000)
})

test.each(['light', 'dark'] as const)('the page stands alone, is readable by everybody, and shows what was found, in %s', async (colorScheme) => {
  await using browser = startBrowser()
  const page = await browser.newPage({ colorScheme })
  const trouble: string[] = []
  page.on('console', (message) => trouble.push(message.text()))
  page.on('request', (request) => {
    if (!/^(?:file|data):/.test(request.url())) trouble.push(request.url())
  })
  await page.goto(pathToFileURL(join(report, 'film.html')).href)
  expect(await page.locator('h1').textContent()).toBe('a <b>new & "late" film.mp4')
  expect(await page.locator('.findings li').count()).toBe(3)
  expect(await page.locator('svg.chart').count()).toBe(7)
  expect(await page.locator('svg.chart .band').count()).toBeGreaterThan(0)
  const sizes = await page.evaluate<number[]>(`[...document.querySelectorAll('.three img')].map(({ naturalWidth }) => naturalWidth)`)
  expect(sizes.length).toBeGreaterThanOrEqual(3)
  expect(sizes.every((width) => width === 320)).toBe(true)
  expect(await seriousFindings(page)).toEqual([])
  await page.setViewportSize({ width: 360, height: 700 })
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  expect(trouble).toEqual([])
})
