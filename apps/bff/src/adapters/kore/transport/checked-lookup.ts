import { lookup as dnsLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { addressKind } from './address-kind.ts'

/**
 * Resolves a name and refuses addresses that Kore.ai cannot have, at connect time: a DNS response that changes between
 * check and use is checked again. Only names for this machine may resolve to it.
 */
export function checkedLookup(hostname: string): LookupFunction {
  const ownMachine = hostname === 'localhost' || addressKind(hostname.replace(/^\[|\]$/g, '')) === 'loopback'
  return (name, options, callback) => {
    dnsLookup(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '', 0)
        return
      }
      const usable = addresses.filter(({ address }) => allowed(address, ownMachine))
      const first = usable[0]
      if (first === undefined) {
        callback(new Error(`${name} resolves to an address that is not allowed`), '', 0)
      } else if (options.all === true) callback(null, usable)
      else callback(null, first.address, first.family)
    })
  }
}

function allowed(address: string, ownMachine: boolean): boolean {
  const kind = addressKind(address)
  return kind === 'ordinary' || (kind === 'loopback' && ownMachine)
}
