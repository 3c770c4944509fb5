type Waiting = { readonly pixels: number; readonly begin: () => void }

/** Lets work begin in the order in which it comes, and only as much of it at once as has so many pixels; what alone has more goes alone. */
export class PixelTurns {
  readonly #most: number
  readonly #waiting: Waiting[] = []
  #underWay = 0

  constructor(most: number) {
    this.#most = most
  }

  async run<T>(pixels: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((resolve) => {
      this.#waiting.push({ pixels, begin: resolve })
      this.#beginNext()
    })
    try {
      return await work()
    } finally {
      this.#underWay -= pixels
      this.#beginNext()
    }
  }

  #beginNext(): void {
    for (let next = this.#waiting[0]; next && this.#hasRoom(next); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#underWay += next.pixels
      next.begin()
    }
  }

  #hasRoom({ pixels }: Waiting): boolean {
    return this.#underWay === 0 || this.#underWay + pixels <= this.#most
  }
}

/**
 * For whatever decodes images of films in this process. Many kinds (progressive JPEG, interlaced PNG, AVIF) are whole in memory when they are decoded,
 * with up to 8 bytes a pixel: four that are as large as they may be would take more than 3 GB.
 */
export const decodingTurns = new PixelTurns(100e6)
