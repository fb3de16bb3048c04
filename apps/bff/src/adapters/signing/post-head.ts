const timeoutMs = 10_000

/** Posts a signed head to a collector. Throws if it does not accept it. */
export async function postHead(url: string, jws: string): Promise<void> {
  const { fetch } = await import('undici')
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/jose' },
    body: jws,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`The collector of audit heads responded with ${response.status}`)
}
