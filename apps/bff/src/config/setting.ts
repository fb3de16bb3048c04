interface Named {
  readonly name: string
  /** For the table in the docs. */
  readonly text: string
  /** Display value in the table, if `default` alone is not enough. */
  readonly shownDefault?: string
}
export interface TextSetting extends Named {
  readonly kind: 'text'
  readonly default: string | null
  /** Other programs read it in lower case, which then takes precedence. */
  readonly lowerCase?: true
}
/** Given as `NAME`, or as the path of a file in `NAME_FILE`; removed from the environment after reading. */
export interface SecretSetting extends Named {
  readonly kind: 'secret'
  readonly default: null
}
export interface WholeSetting<Default extends number | null = number | null> extends Named {
  readonly kind: 'whole'
  readonly default: Default
  readonly min: number
  readonly max: number
}
export interface FlagSetting extends Named {
  readonly kind: 'flag'
  readonly default: boolean
}
export interface ChoiceSetting<Value extends string = string> extends Named {
  readonly kind: 'choice'
  readonly default: Value
  readonly values: readonly Value[]
}
export type Setting = TextSetting | SecretSetting | WholeSetting | FlagSetting | ChoiceSetting

/** Names of a setting in the environment. */
export const namesOf = ({ name, kind }: Setting): readonly string[] =>
  kind === 'secret' ? [name, `${name}_FILE`] : [name]
