/** Lets work through a few at a time; `of` names whom it is done for. */
export type Gate = <T>(of: string, work: () => Promise<T>) => Promise<T>

type Given = {
  readonly atOnce: number
  /** How many may wait for their turn; the next is refused. */
  readonly waiting: number
  /** How many of them may be for the same one, so that nobody fills the room alone. */
  readonly waitingOfOne: number
  readonly refuse: () => Error
}

export function openGate({ atOnce, waiting, waitingOfOne, refuse }: Given): Gate {
  const queue: { readonly of: string; readonly enter: () => void }[] = []
  let inside = 0
  const enter = async (of: string) => {
    if (inside < atOnce) {
      inside += 1
      return
    }
    const full = queue.length >= waiting || queue.filter((other) => other.of === of).length >= waitingOfOne
    if (full) throw refuse()
    // Whoever leaves hands over its place, so that nobody slips in between.
    await new Promise<void>((resolve) => queue.push({ of, enter: resolve }))
  }
  const leave = () => {
    const next = queue.shift()
    if (next) next.enter()
    else inside -= 1
  }
  return async (of, work) => {
    await enter(of)
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
