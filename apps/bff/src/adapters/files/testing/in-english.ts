import { englishText } from '@muster/wording/english'
import { FileRefusal } from '../file-refusal.ts'

/** What `work` returns; a refusal is thrown as its English sentence. */
export async function inEnglish<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof FileRefusal ? new Error(englishText(error.refusal)) : error
  }
}
