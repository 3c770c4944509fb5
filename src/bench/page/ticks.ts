/** Round numbers from 0 to at least `largest`, about `count` of them. */
export function ticksTo(largest: number, count = 5): readonly number[] {
  if (!(largest > 0)) return [0, 1]
  const rough = largest / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power
  return Array.from({ length: Math.ceil(largest / step - 1e-9) + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}
