import type { Readable } from 'node:stream'

/** What a store knows of one of its files. */
export type StoredObject = {
  readonly name: string
  readonly bytes: number
  /** As Google writes it: base64 of the four bytes, the highest first. null where the store keeps none. */
  readonly crc32c: string | null
  /** When it was written, or told to be in use, whichever was later. */
  readonly usedAt: Date
}

/** First and last byte, both included; without a last one: to the end. */
export type ByteRange = { readonly start: number; readonly end?: number }

export type PutOptions = {
  readonly mediaType: string
  /** true: whatever has the name is replaced. Else it stays as it is. */
  readonly replace?: boolean
  readonly signal: AbortSignal
}

/**
 * Files by names with slashes in them, in a folder or a bucket. A file is there whole or not at all, also for others.
 * What a name may be: `checkObjectName`. Every call throws OBJECT_NAME_WRONG, STORAGE_UNAVAILABLE and CANCELLED.
 */
export type ObjectStore = {
  /** Of the store, for people. */
  readonly address: string
  /** Of one of its files. */
  readonly addressOf: (name: string) => string
  /** null where there is none. */
  readonly stat: (name: string, signal: AbortSignal) => Promise<StoredObject | null>
  /** Copies a file to a path, whole or not at all; its checksum is checked where there is one. false where there is none. @throws DISK_FULL, OUTPUT_UNWRITABLE */
  readonly fetch: (name: string, toPath: string, signal: AbortSignal) => Promise<boolean>
  /**
   * Copies the file at a path into the store.
   * @returns `exists` where the name was taken, and stays with whoever was first
   * @throws DISK_FULL, OUTPUT_UNWRITABLE
   */
  readonly put: (name: string, path: string, options: PutOptions) => Promise<'created' | 'exists'>
  /** The content, or a part of it; null where there is none. A whole file whose checksum is wrong ends as an error. */
  readonly read: (name: string, signal: AbortSignal, range?: ByteRange) => Promise<Readable | null>
  /** All files whose names begin so, in no order. What is written meanwhile may be missing. */
  readonly list: (prefix: string, signal: AbortSignal) => AsyncIterable<StoredObject>
  /** Says that a file is in use: its lifetime begins anew. Nothing happens where there is none. */
  readonly touch: (name: string, signal: AbortSignal) => Promise<void>
  /** Nothing happens where there is none. */
  readonly remove: (name: string, signal: AbortSignal) => Promise<void>
  /** An address with which anybody can read the file for so long; null for a store that has no such thing. */
  readonly signedUrl: (name: string, seconds: number) => Promise<string | null>
}
