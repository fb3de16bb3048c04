import type { User } from '@muster/core/account/user'

const first = ['Anna', 'Peter', 'José', 'Zoë', 'Ming', 'Olga', 'Fatima', 'Lars', 'Priya', 'Tom', 'Quinn', 'Chloé']
const last = ['Smith', 'García', 'Müller', 'Ivanov', 'Tanaka', 'Okafor', 'Silva', 'Zhang', 'Novak', 'Hansen', 'Zimmer']
const domains = ['example.com', 'example.com', 'example.com', 'acme.example', 'corp.example', 'mail.example']

/** A pseudo-random sequence that is the same in each run (a linear congruential generator). */
export function sequence(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Users with skewed names, groups and roles, in no order; `n` is part of the email address. */
export function* syntheticUsers(count: number): Generator<User> {
  const pick = sequence(7)
  const one = (words: readonly string[]): string => words[Math.min(pick(words.length), pick(words.length))] ?? ''
  for (let n = 0; n < count; n += 1) {
    const [firstName, lastName] = [one(first), one(last)]
    const letters = `${firstName}.${lastName}`
      .normalize('NFKD')
      .replace(/[^A-Za-z.]/gu, '')
      .toLowerCase()
    yield {
      id: `u-${String(n).padStart(8, '0')}`,
      email: `${letters}${n}@${one(domains)}`,
      firstName,
      lastName,
      orgUserId: `ORG${100_000_000 + pick(900_000_000)}`,
      status: pick(20) === 0 ? 'suspended' : 'active',
      // One group of a third of all users, some of a hundredth, one of a few.
      groups: [...(pick(3) === 0 ? ['e-all'] : []), `e-${pick(100)}`, ...(pick(250) === 0 ? ['e-rare'] : [])],
      roles: [{ roleId: `r-${pick(8)}`, botId: `st-${pick(40)}`, viaGroups: [] }],
      canCreateBot: pick(10) === 0,
      isDeveloper: pick(4) === 0,
    }
  }
}
