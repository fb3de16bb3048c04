import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// The package.json of the image: its commands run what the image contains, without installing anything.
const [, , source, image] = process.argv
const { name, version, license, type, engines } = JSON.parse(readFileSync(source, 'utf8'))
const doctor = 'node apps/bff/src/doctor/main.ts'
const scripts = {
  doctor,
  'sign-in-link': `${doctor} sign-in-link`,
  'audit:verify': `${doctor} audit-verify`,
}
const manifest = { name, version, license, private: true, type, engines, scripts }
writeFileSync(join(image, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
