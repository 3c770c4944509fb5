import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const part = z.strictObject({ what: z.string(), price: z.number().positive() })
const machine = z.strictObject({
  name: z.string(),
  /** null where the offer does not say. */
  cores: z.int().positive().nullable(),
  nvenc: z.string(),
  perSecond: z.array(part).min(1),
  asOf: z.string().regex(/^\d{4}-\d{2}$/),
  source: z.string(),
})
const prices = z.strictObject({
  currency: z.string(),
  measured: z.strictObject({ film: z.string(), frames: z.int(), seconds: z.number(), cores: z.int(), how: z.string() }),
  before: z.strictObject({ minutes: z.tuple([z.number(), z.number()]), how: z.string() }),
  machines: z.array(machine).min(1),
})

type Machine = z.output<typeof machine>

const rateOf = ({ perSecond }: Machine) => perSecond.reduce((sum, { price }) => sum + price, 0)
const money = (amount: number) => amount.toFixed(amount < 0.01 ? 4 : 2)

/** docs/cost.md: what a film costs, from what was measured and the prices of docs/prices.json. */
export function costPage(): string {
  const { currency, measured, before, machines } = prices.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../docs/prices.json'), 'utf8')))
  const framesPerCoreSecond = measured.frames / measured.seconds / measured.cores
  const filmMinutes = measured.frames / 30 / 60
  const seconds = (cores: number) => measured.frames / (framesPerCoreSecond * cores)
  const rows = machines.map((one) => {
    const rate = rateOf(one)
    const ours = one.cores === null ? null : seconds(one.cores)
    const isMeasured = one.cores === measured.cores
    const time = ours === null ? '' : `${isMeasured ? '' : 'about '}${ours.toFixed(0)} s`
    const film = ours === null ? '' : money(ours * rate)
    const minute = ours === null ? '' : money((ours * rate) / filmMinutes)
    const old = before.minutes.map((minutes) => money(minutes * 60 * rate)).join(' to ')
    const at30 = money((measured.frames / 30) * rate)
    return `| ${one.name} | ${(rate * 3600).toFixed(2)} | ${one.nvenc} | ${time} | ${film} | ${minute} | ${at30} | ${old} |`
  })
  const sources = machines.map((one) => `| ${one.name} | ${one.perSecond.map(({ what }) => what).join(', ')} | ${one.asOf} | ${one.source} |`)
  return `# What a film costs

Generated from \`docs/prices.json\` by \`npm run generate\`: put your own prices and figures there.

Measured: ${measured.film}; ${measured.frames} frames in ${measured.seconds} s on ${measured.cores} cores, which is ${framesPerCoreSecond.toFixed(0)} frames a second for each core (${measured.how}). Before: ${before.minutes.join(' to ')} minutes for the same film (${before.how}).

| machine | ${currency} an hour | NVENC | this film takes | this film, ${currency} | a minute of film, ${currency} | this film at 30 frames/s, ${currency} | before, at the same rate, ${currency} |
| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}

- "about" is counted from the speed of a core, not measured on that machine. It is counted without the GPU, so with an L4 it says what its cores alone would do. No machine with NVENC has been measured yet: \`scripts/gpu-check.sh\` writes a report on one.
- The column "at 30 frames/s" is a machine that renders in the time that the film plays, to be multiplied: at 120 frames/s a quarter of it.
- Not in it: starting (an instance that starts for one scene is paid for some seconds before its first frame), idling until it is taken away (up to 15 minutes on Cloud Run, unless many films follow each other), the coordinator and its database, storage (a minute of film at 1080p is some 20 to 60 MB), and traffic.
- **GPUs.** NVENC takes the encoding away from the cores, which is 62 % of the work by \`layers\` (docs/benchmarks.md). L4, T4, A10 and L40S have it. **H100 and A100 have no NVENC**: on them films are encoded by the cores beside them, at many times the price.
- A farm does not make a film cheaper, only quicker: the same seconds, on more machines at once.

## Where the prices are from

List prices without commitments, discounts and taxes.

| machine | price of a second | looked up | source |
| --- | --- | --- | --- |
${sources.join('\n')}

## Your own figure

\`framefarm render\` says its speed in frames a second, \`/metrics\` has it as \`framefarm_frames_per_second\`. Price of a film = frames / that speed x price of a second. The server reckons it itself with \`FRAMEFARM_PRICE_CURRENCY\` and \`FRAMEFARM_PRICE_PER_RENDER_MINUTE\`: \`cost\` of a render.
`
}
