import { readFileSync } from 'node:fs'

/** Reads named values out of an environment, noting every problem and forgetting secrets as it goes. */
export interface ConfigSource {
  readonly problems: string[]
  /** The value, or undefined when unset or blank. */
  text(name: string): string | undefined
  /** `NAME`, or the content of the file `NAME_FILE` names (one final line break dropped). Removed from the environment. */
  secret(name: string): Buffer | undefined
  whole(name: string, bounds: { fallback: number; min: number; max: number }): number
  flag(name: string, fallback: boolean): boolean
  oneOf<const T extends string>(name: string, values: readonly T[], fallback: T): T
}

type Environment = Record<string, string | undefined>

function readSecretFile(path: string): Buffer | string {
  try {
    const bytes = readFileSync(path)
    let end = bytes.length
    if (bytes[end - 1] === 0x0a) end -= 1
    if (bytes[end - 1] === 0x0d) end -= 1
    const value = Buffer.from(bytes.subarray(0, end))
    bytes.fill(0)
    return value
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    return `cannot be read (${code})`
  }
}

function readSecret(name: string, env: Environment, problems: string[]): Buffer | undefined {
  const fileName = `${name}_FILE`
  const [value, file] = [env[name], env[fileName]]
  delete env[name]
  if (value && file) {
    problems.push(`${name} and ${fileName} are both set: keep one.`)
    return undefined
  }
  if (value) return Buffer.from(value)
  if (!file) return undefined
  const read = readSecretFile(file)
  if (typeof read !== 'string' && read.length > 0) return read
  problems.push(`${fileName}: the file ${typeof read === 'string' ? read : 'is empty'}.`)
  return undefined
}

export function createConfigSource(env: Environment): ConfigSource {
  const problems: string[] = []
  const text = (name: string) => {
    const value = env[name]?.trim()
    return value === '' ? undefined : value
  }
  return {
    problems,
    text,
    secret: (name) => readSecret(name, env, problems),
    whole: (name, { fallback, min, max }) => {
      const value = text(name)
      if (value === undefined) return fallback
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
      if (number >= min && number <= max) return number
      problems.push(`${name} must be a whole number from ${min} to ${max}.`)
      return fallback
    },
    flag: (name, fallback) => {
      const value = text(name)?.toLowerCase()
      if (value === undefined) return fallback
      if (['true', '1', 'yes', 'on'].includes(value)) return true
      if (!['false', '0', 'no', 'off'].includes(value)) problems.push(`${name} must be "true" or "false".`)
      return false
    },
    oneOf: (name, values, fallback) => {
      const value = text(name)
      if (value === undefined) return fallback
      const found = values.find((one) => one === value)
      if (found === undefined) problems.push(`${name} must be one of ${values.join(', ')}.`)
      return found ?? fallback
    },
  }
}
