import { isIP } from 'node:net'

const loopbackNames = new Set(['localhost', '127.0.0.1', '::1', '[::1]'])

/** Whether a name or address is this machine. */
export const isLoopback = (name: string): boolean =>
  loopbackNames.has(name) || (isIP(name) === 4 && name.startsWith('127.'))
