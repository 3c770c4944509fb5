/** A path as the value of a filter's option: a graph is taken apart twice, and each time what is escaped loses its backslash. */
export function filterPath(path: string): string {
  const asOption = path.replaceAll(/[\\':]/g, String.raw`\$&`)
  return asOption.replaceAll(/[\\'[\],;]/g, String.raw`\$&`)
}
