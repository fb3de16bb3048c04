// Before each spec file: its temporary files are in a folder of its own, which is removed when its tests are over.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const shared = tmpdir()
const folder = mkdtempSync(join(shared, 'spec-'))
// PostgreSQL runs as another user and passes through it.
chmodSync(folder, 0o711)
process.env['TMPDIR'] = folder
// For what the specs of a process share.
process.env['SPECS_TMPDIR'] = shared
afterAll(() => {
  process.env['TMPDIR'] = shared
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
})
