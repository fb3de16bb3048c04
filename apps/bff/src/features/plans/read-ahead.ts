/** Reads one value ahead while the caller works on the last one. */
export async function* readAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const reader = source[Symbol.asyncIterator]()
  const read = () => {
    const next = reader.next()
    // The caller may end before it takes the value; a failure reaches it where it takes it.
    next.catch(() => {})
    return next
  }
  let next = read()
  try {
    for (;;) {
      const { done, value } = await next
      if (done === true) return
      next = read()
      yield value
    }
  } finally {
    await reader.return?.()
  }
}
