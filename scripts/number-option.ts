/** The value of a benchmark's option; the program ends with 2 where it is no number above 0, or no whole one where only such have a meaning. */
export function numberOption(name: string, text: string | undefined, { isWhole = false } = {}): number {
  const number = Number(text)
  if ((isWhole ? Number.isInteger(number) : Number.isFinite(number)) && number > 0) return number
  process.stderr.write(`--${name} is no ${isWhole ? 'whole ' : ''}number above 0: ${text}\n`)
  process.exit(2)
}
