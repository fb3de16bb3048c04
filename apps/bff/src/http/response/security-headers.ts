import type { ServerResponse } from 'node:http'

const everywhere: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'X-DNS-Prefetch-Control': 'off',
  'X-Robots-Tag': 'noindex, nofollow',
}
export const strictTransport = 'max-age=63072000; includeSubDomains'
export const apiContentPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"
export const downloadContentPolicy = "default-src 'none'; sandbox"
const shellContentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

/** The HTML shell's policy: static, so the shell can be a plain file. `secure`: served over https. */
export const htmlContentPolicy = (secure: boolean): string =>
  secure ? `${shellContentPolicy}; upgrade-insecure-requests` : shellContentPolicy

/** Headers of every response. On plain-http loopback, only HSTS is omitted. */
export function baseHeaders(secure: boolean): Readonly<Record<string, string>> {
  return secure ? { 'Strict-Transport-Security': strictTransport, ...everywhere } : everywhere
}

/** Headers of everything that is not the HTML shell or a static file. */
export const apiHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': apiContentPolicy,
  Vary: 'Sec-Fetch-Site, Sec-Fetch-Mode, Sec-Fetch-Dest',
}

/** Headers of the HTML shell. */
export function shellHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': htmlContentPolicy(secure),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Origin-Agent-Cluster': '?1',
    'Permissions-Policy':
      'accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), fullscreen=(self), geolocation=(), gyroscope=(), hid=(), microphone=(), midi=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), serial=(), usb=(), browsing-topics=()',
    'Content-Type': 'text/html; charset=utf-8',
  }
}

export function setHeaders(res: ServerResponse, headers: Readonly<Record<string, string | readonly string[]>>): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
}
