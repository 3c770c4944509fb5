type Size = { readonly width: number; readonly height: number }
type Cell<T> = { readonly item: T; readonly left: number; readonly top: number }

/** Cells on sheets of one size, in shelves, so that few sheets hold them all. None may be larger than a sheet. */
export function packCells<T extends Size>(items: readonly T[], sheet: Size): readonly (readonly Cell<T>[])[] {
  const sheets: Cell<T>[][] = []
  let [left, top, shelf] = [0, sheet.height, 0]
  for (const item of items.toSorted((one, other) => other.height - one.height)) {
    if (left + item.width > sheet.width) [left, top, shelf] = [0, top + shelf, 0]
    if (top + item.height > sheet.height) {
      sheets.push([])
      ;[left, top, shelf] = [0, 0, 0]
    }
    sheets.at(-1)?.push({ item, left, top })
    left += item.width
    shelf = Math.max(shelf, item.height)
  }
  return sheets
}
