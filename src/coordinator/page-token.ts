import { z } from 'zod'
import { FramefarmError } from '../shared/errors.ts'

const shape = z.object({ before: z.int().min(0) })

/** Where the next page begins. It carries no right to anything: whose renders are shown is decided anew for each page. */
export function writePageToken(beforeSequence: number): string {
  return Buffer.from(JSON.stringify({ before: beforeSequence })).toString('base64url')
}

/** @throws PAGE_TOKEN_WRONG */
export function readPageToken(token: string): number {
  try {
    return shape.parse(JSON.parse(Buffer.from(token, 'base64url').toString())).before
  } catch (cause) {
    throw new FramefarmError('PAGE_TOKEN_WRONG', `the page token ${token} is none of ours`, { cause })
  }
}
