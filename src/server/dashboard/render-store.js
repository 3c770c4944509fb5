/** @import { Render } from '../../api/render.ts' */
/** @import { RenderEvent } from '../../api/render-event.ts' */
/** @import { RenderList } from '../../api/render-list.ts' */
/** @import { FarmLoad } from '../../api/farm-load.ts' */
/** @import { Api } from '../page-parts/api.js' */
import { Followers } from './followers.js'
import { Refusal } from '../page-parts/api.js'
import { stateWords } from './words.js'

const refreshMs = 2000
const pageSize = 30
/** Browsers open six connections to a server at most, and the page needs some for itself. */
const mostFollowed = 3

/**
 * What the page knows of the farm. The list is asked for again and again; in between, events tell of the renders that
 * are at work.
 */
export class RenderStore {
  /** @type {Map<string, Render>} */
  renders = new Map()
  /** @type {FarmLoad | null} */
  load = null
  /** States with commas between them; empty: all. */
  filter = ''
  /** @type {string | null} */
  picked = null
  /** @type {string | null} */
  olderToken = null
  /** @type {string | null} why the farm cannot be asked */
  trouble = null
  isLoaded = false
  #api
  #onChange
  #followers
  #hasLoad = true
  #turn = 0

  /**
   * @param {Api} api
   * @param {() => void} onChange
   */
  constructor(api, onChange) {
    this.#api = api
    this.#onChange = onChange
    this.#followers = new Followers(api, (id, event) => this.#hear(id, event))
  }

  /** Newest first. */
  get list() {
    const states = this.filter === '' ? null : new Set(this.filter.split(','))
    return [...this.renders.values()]
      .filter(({ state }) => states?.has(state) ?? true)
      .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id))
  }

  /** Asks for ever; a page that nobody looks at asks for nothing. */
  async start() {
    for (;;) {
      if (!document.hidden) await this.refresh()
      await new Promise((resolve) => setTimeout(resolve, refreshMs))
    }
  }

  /** @param {string} filter */
  async show(filter) {
    this.filter = filter
    this.isLoaded = false
    this.olderToken = null
    this.#onChange()
    await this.refresh()
  }

  /** @param {string | null} id */
  async pick(id) {
    this.picked = id
    this.#onChange()
    if (id !== null && !this.renders.has(id)) await this.refresh()
  }

  async refresh() {
    const turn = ++this.#turn
    try {
      const page = await this.#page(null)
      const picked = this.picked !== null && !page.renders.some(({ id }) => id === this.picked) ? await this.#one(this.picked) : null
      // A later question has been asked meanwhile: its answer is the newer one.
      if (turn !== this.#turn) return
      this.#take(picked ? [...page.renders, picked] : page.renders)
      if (!this.isLoaded) this.olderToken = page.nextPageToken
      this.isLoaded = true
      this.trouble = null
      await this.#askLoad()
    } catch (error) {
      if (turn !== this.#turn) return
      this.trouble = error instanceof Refusal ? error.message : 'The server does not answer'
    }
    this.#onChange()
  }

  async showOlder() {
    if (this.olderToken === null) return
    const page = await this.#page(this.olderToken)
    this.olderToken = page.nextPageToken
    this.#take(page.renders)
    this.#onChange()
  }

  /** @param {readonly Render[]} renders */
  #take(renders) {
    for (const render of renders) this.renders.set(render.id, render)
    const busy = this.list.filter((render) => !stateWords(render).isOver)
    const first = busy.filter(({ id, state }) => id === this.picked || state !== 'queued')
    first.sort((a, b) => Number(b.id === this.picked) - Number(a.id === this.picked))
    this.#followers.follow(first.slice(0, mostFollowed).map(({ id }) => id))
  }

  /**
   * @param {string} id
   * @param {RenderEvent} event
   */
  #hear(id, event) {
    const render = this.renders.get(id)
    if (!render) return
    if (event.type === 'progress') this.renders.set(id, { ...render, progress: event.progress })
    if (event.type === 'state') this.renders.set(id, { ...render, state: event.state })
    this.#onChange()
    // What has come of it is only in the render itself.
    if (event.type === 'state' && stateWords(event).isOver) void this.refresh()
  }

  /**
   * @param {string | null} token
   * @returns {Promise<RenderList>}
   */
  #page(token) {
    const query = new URLSearchParams({ page_size: String(pageSize) })
    if (this.filter !== '') query.set('state', this.filter)
    if (token !== null) query.set('page_token', token)
    return this.#api.json(`v1/renders?${query}`)
  }

  /**
   * @param {string} id
   * @returns {Promise<Render | null>}
   */
  async #one(id) {
    try {
      return await this.#api.json(`v1/renders/${encodeURIComponent(id)}`)
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return null
      throw error
    }
  }

  /** A server that tells nothing of its load is not asked again. */
  async #askLoad() {
    if (!this.#hasLoad) return
    try {
      this.load = await this.#api.json('v1/farm')
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.#hasLoad = error.status !== 404 && error.status !== 403
    }
  }
}
