/** Heads that wait for the collector; the oldest are dropped, because the file has all of them. */
const most = 1000

/** Posts signed heads in order. What the collector does not accept waits and is posted again. */
export function createHeadPoster(post: (jws: string) => Promise<void>) {
  const waiting: string[] = []
  return {
    add: (jws: string): void => {
      waiting.push(jws)
      if (waiting.length > most) waiting.shift()
    },
    /** Throws at the first head that is not accepted. */
    flush: async (): Promise<void> => {
      for (let [next] = waiting; next !== undefined; [next] = waiting) {
        await post(next)
        waiting.splice(waiting.indexOf(next), 1)
      }
    },
  }
}
