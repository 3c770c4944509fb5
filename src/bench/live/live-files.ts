import { join } from 'node:path'

/** What the page of the live scene shares with HyperFrames' input: how it looks, and its script. */
export const liveFiles: readonly string[] = ['live.css', 'live.js'].map((name) => join(import.meta.dirname, 'template', name))
