/** Maps values in order, some at a time, while the caller works on earlier results. */
export async function* mapAhead<T, R>(
  source: AsyncIterable<T> | Iterable<T>,
  most: number,
  map: (value: T) => Promise<R>,
): AsyncGenerator<R> {
  // An async iterator takes several requests at once, and serves one after the other.
  const reader = (async function* () {
    yield* source
  })()
  const pending: Promise<{ readonly result: R } | null>[] = []
  const begin = () => {
    const next = reader.next().then(async ({ done, value }) => (done === true ? null : { result: await map(value) }))
    // The caller may end before it takes the result; a failure reaches it where it takes it.
    next.catch(() => {})
    pending.push(next)
  }
  try {
    for (;;) {
      while (pending.length < most) begin()
      const first = await pending.shift()
      if (first === null || first === undefined) return
      begin()
      yield first.result
    }
  } finally {
    await reader.return(undefined)
  }
}
