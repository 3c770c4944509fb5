/** @import { Problem } from '../../api/problem.ts' */

const keyName = 'framefarm-api-key'
/** Of an answer that is no problem of ours: a proxy may send a whole page. */
const mostShown = 300

/** What the server refuses, in its own words. */
export class Refusal extends Error {
  /** @param {Partial<Problem> & { readonly status: number }} problem */
  constructor(problem) {
    super(problem.detail ?? `the server answers ${problem.status}`)
    this.status = problem.status
    this.hint = problem.hint ?? ''
    this.faults = problem.errors ?? []
  }
}

/** The HTTP interface, with the key of this tab where the server needs one. Addresses are below the page's own. */
export class Api {
  #onKeyNeeded
  #key = sessionStorage.getItem(keyName)

  /** @param {(isWrong: boolean) => void} onKeyNeeded told of a request that was refused for its key, or for having none */
  constructor(onKeyNeeded) {
    this.#onKeyNeeded = onKeyNeeded
  }

  get hasKey() {
    return this.#key !== null
  }

  /** @param {string} key */
  setKey(key) {
    this.#key = key
    sessionStorage.setItem(keyName, key)
  }

  /**
   * @param {string} path
   * @param {RequestInit} [options]
   * @returns {Promise<Response>} an answer that is ok
   */
  async send(path, options = {}) {
    const headers = new Headers(options.headers)
    if (this.#key !== null) headers.set('Authorization', `Bearer ${this.#key}`)
    const response = await fetch(path, { ...options, headers })
    if (response.ok) return response
    const text = await response.text()
    if (response.status === 401) this.#onKeyNeeded(this.#key !== null)
    throw new Refusal({ ...problemIn(text), status: response.status })
  }

  /**
   * @template T
   * @param {string} path
   * @param {RequestInit} [options]
   * @returns {Promise<T>}
   */
  async json(path, options) {
    return (await this.send(path, options)).json()
  }

  /**
   * An address that an image, a film or a link can have: they send no key themselves.
   * @param {string} path
   */
  async addressOf(path) {
    return this.#key === null ? path : URL.createObjectURL(await (await this.send(path)).blob())
  }
}

/**
 * What refused may be a proxy, or the preview of one's own machine, which says it as text.
 * @param {string} text
 * @returns {Partial<Problem>}
 */
function problemIn(text) {
  try {
    return JSON.parse(text)
  } catch {
    const detail = text.trim().slice(0, mostShown)
    return detail === '' ? {} : { detail }
  }
}
