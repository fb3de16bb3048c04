import { unpackRows } from '@muster/core/upload-block/packed-rows'
import { createFileReader } from '../file-reader.ts'

/** A program that reads each given workbook like an upload, and prints one line for each: its rows or its refusal. */
const reader = createFileReader()

async function outcomeOf(path: string): Promise<string> {
  try {
    const { detected } = await reader.inspect({ path, name: 'book.xlsx' }, {})
    const batches = await Array.fromAsync(reader.rows(path, detected), unpackRows)
    return JSON.stringify(batches.flat().map(({ cells }) => cells))
  } catch (error) {
    return String(error)
  }
}

for (const path of process.argv.slice(2)) process.stdout.write(`${await outcomeOf(path)}\n`)
