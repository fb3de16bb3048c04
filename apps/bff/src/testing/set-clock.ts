// Preloaded (`--import`) into a process under test: shifts `Date.now` of each of its threads by the milliseconds in a file,
// which the test may change while the process runs. The monotonic clock continues, like when a real clock is set.
import { readFileSync } from 'node:fs'

const file = process.env['TEST_CLOCK_SHIFT_FILE']
if (file === undefined) throw new Error('TEST_CLOCK_SHIFT_FILE names no file')
const realNow = Date.now.bind(Date)
Date.now = () => realNow() + Number(readFileSync(file, 'utf8'))
