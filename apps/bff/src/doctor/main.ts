import { backUp } from './back-up.ts'
import { check } from './check.ts'
import { declareKeyLost } from './lost-key.ts'
import { move } from './move.ts'
import { restore } from './restore.ts'
import { safety } from './safety.ts'
import { signInLink } from './sign-in-link.ts'
import { readKeys, readPlace } from './store-location.ts'
import { verifyAudit } from './verify-audit.ts'

const usage = `npm run doctor                       checks the store that Muster would use
npm run doctor -- backup <folder>    copies the embedded store to a new folder, also while Muster runs
npm run doctor -- restore <folder>   puts such a copy back; what was there is kept beside it
npm run doctor -- move               moves the embedded store into the empty PostgreSQL at DATABASE_URL
npm run doctor -- lost-key <id>      lets Muster start without the content that a lost key sealed, while it is stopped
npm run sign-in-link                 makes one more sign-in link for the owner, while Muster runs
npm run audit:verify                 verifies the audit against its signed heads; --export, --heads, --key name files
`

function named(folder: string | undefined): string {
  if (folder === undefined) throw new Error(`Name the folder, or the key.\n\n${usage}`)
  return folder
}

async function run([name = 'check', ...rest]: readonly string[]): Promise<string> {
  const place = readPlace(process.env)
  const [folder] = rest
  switch (name) {
    case 'check':
      return [safety(process.env), await check(place)].join('\n')
    case 'backup':
      return backUp(place, named(folder))
    case 'restore':
      return restore(place, named(folder))
    case 'move':
      return move(place, readKeys(process.env))
    case 'lost-key':
      return declareKeyLost(place, named(folder))
    case 'sign-in-link':
      return signInLink(place)
    case 'audit-verify':
      return verifyAudit(place, process.env, rest)
    default:
      throw new Error(`There is no command "${name}".\n\n${usage}`)
  }
}

try {
  process.stdout.write(`${await run(process.argv.slice(2))}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'unknown reason'}\n`)
  process.exitCode = 1
}
// The database's thread and pool would keep the process alive.
process.exit()
