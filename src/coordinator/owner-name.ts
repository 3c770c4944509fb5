import type { Owner } from '../api/render-farm.ts'

/** How an owner is written in the tables. */
export function ownerName(owner: Owner): string {
  return owner ?? ''
}
