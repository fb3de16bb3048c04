import { readFileSync } from 'node:fs'
import {
  type ChoiceSetting,
  type FlagSetting,
  namesOf,
  type SecretSetting,
  type Setting,
  type TextSetting,
  type WholeSetting,
} from './setting.ts'

/** Reads settings from an environment, collects every problem and removes secrets. A blank value counts as unset. */
export interface ConfigSource {
  readonly problems: string[]
  isSet(setting: Setting): boolean
  text<Default extends string | null>(setting: TextSetting & { readonly default: Default }): string | Default
  /** The value, or the content of the file (without one final line break). Removed from the environment. */
  secret(setting: SecretSetting): Buffer | null
  whole<Default extends number | null>(setting: WholeSetting<Default>): number | Default
  flag(setting: FlagSetting): boolean
  choice<Value extends string>(setting: ChoiceSetting<Value>): Value
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

function readSecret({ name }: SecretSetting, env: Environment, problems: string[]): Buffer | null {
  const fileName = `${name}_FILE`
  const [value, file] = [env[name], env[fileName]]
  delete env[name]
  if (value && file) {
    problems.push(`${name} and ${fileName} are both set. Remove one.`)
    return null
  }
  if (value) return Buffer.from(value)
  if (!file) return null
  const read = readSecretFile(file)
  if (typeof read !== 'string' && read.length > 0) return read
  problems.push(`${fileName}: the file ${typeof read === 'string' ? read : 'is empty'}.`)
  return null
}

export function createConfigSource(env: Environment): ConfigSource {
  const problems: string[] = []
  const valueOf = (name: string) => {
    const value = env[name]?.trim()
    return value === '' ? undefined : value
  }
  return {
    problems,
    isSet: (setting) => namesOf(setting).some((name) => valueOf(name) !== undefined),
    text: ({ name, lowerCase, default: unset }) =>
      (lowerCase === true ? valueOf(name.toLowerCase()) : undefined) ?? valueOf(name) ?? unset,
    secret: (setting) => readSecret(setting, env, problems),
    whole: ({ name, default: unset, min, max }) => {
      const value = valueOf(name)
      if (value === undefined) return unset
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
      if (number >= min && number <= max) return number
      problems.push(`${name} must be a whole number from ${min} to ${max}.`)
      return unset
    },
    flag: ({ name, default: unset }) => {
      const value = valueOf(name)?.toLowerCase()
      if (value === undefined) return unset
      if (['true', '1', 'yes', 'on'].includes(value)) return true
      if (!['false', '0', 'no', 'off'].includes(value)) problems.push(`${name} must be "true" or "false".`)
      return false
    },
    choice: ({ name, values, default: unset }) => {
      const value = valueOf(name)
      if (value === undefined) return unset
      const found = values.find((one) => one === value)
      if (found === undefined) problems.push(`${name} must be one of ${values.join(', ')}.`)
      return found ?? unset
    },
  }
}
