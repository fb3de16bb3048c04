import { pieceOf } from '../../../waiting-reader.ts'

interface Pending<R> {
  readonly result: Promise<{ readonly value: R } | null>
  isReady: boolean
}

/**
 * Maps items up to `most` at a time. Yields the results in order, as many at once as are ready: a slow consumer gets
 * more of them, but few while members read pages.
 */
export async function* mapAhead<T, R>(
  items: AsyncIterable<T>,
  most: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<readonly R[]> {
  const source = items[Symbol.asyncIterator]()
  const pending: Pending<R>[] = []
  const begin = () => {
    const result = source.next().then(async (next) => (next.done === true ? null : { value: await map(next.value) }))
    const begun = { result, isReady: false }
    const ready = () => {
      begun.isReady = true
    }
    // The consumer that awaits the result handles its failure.
    result.then(ready, ready)
    pending.push(begun)
  }
  try {
    for (;;) {
      while (pending.length < most) begin()
      const ready: R[] = []
      do {
        const first = await pending.shift()?.result
        if (first === null || first === undefined) {
          if (ready.length > 0) yield ready
          return
        }
        ready.push(first.value)
      } while (pending[0]?.isReady === true && ready.length < pieceOf(most))
      yield ready
    }
  } finally {
    await source.return?.()
  }
}
