import { join } from 'node:path'

/** The template of the live scene. */
export const liveTemplate = join(import.meta.dirname, 'template')

/** What the page of the live scene shares with HyperFrames' input: how it looks, and its script. */
export const liveFiles: readonly string[] = ['live.css', 'live.js'].map((name) => join(liveTemplate, name))
