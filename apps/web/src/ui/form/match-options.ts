import { plural, t } from '@lingui/core/macro'
import type { ComboboxParsedItem, OptionsFilter } from '@mantine/core'
import { foldText, haveOtherMarks } from '@muster/core/text/fold-text'

interface Option {
  readonly value: string
  readonly label: string
}

/** How closely a label matches the text, as names are compared: 0 equal, 1 starts with it, 2 contains it, null no match. */
function rankOf(label: string, text: string): 0 | 1 | 2 | null {
  const [whole, part] = [foldText(label.trim()), foldText(text.trim())]
  if (whole === part) return haveOtherMarks(label, text) ? 1 : 0
  if (whole.startsWith(part)) return 1
  return whole.includes(part) ? 2 : null
}

/** Options that contain the text, closest first. Equally close options keep their order. */
export function matchOptions<T extends Option>(options: readonly T[], text: string): readonly T[] {
  return options
    .flatMap((option) => {
      const rank = rankOf(option.label, text)
      return rank === null ? [] : [{ option, rank }]
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ option }) => option)
}

const isSpelled = ({ label }: Option, text: string): boolean =>
  label.normalize('NFC').trim().toLowerCase() === text.normalize('NFC').trim().toLowerCase()

/** The options that the text is the label of: those with its accents, otherwise those that differ only in missing ones. */
function optionsNamed<T extends Option>(options: readonly T[], text: string): readonly T[] {
  const spelled = options.filter((option) => isSpelled(option, text))
  return spelled.length > 0 ? spelled : options.filter((option) => rankOf(option.label, text) === 0)
}

/** The option that the text names: the only one with that label, otherwise the only one that contains the text. */
export function namedOption<T extends Option>(options: readonly T[], text: string): T | null {
  const matches = matchOptions(options, text)
  const named = optionsNamed(matches, text)
  const [only, ...others] = named.length > 0 ? named : matches
  return only !== undefined && others.length === 0 ? only : null
}

/** Whether several options share the typed label, so the text names none of them. */
export function isAmbiguous(options: readonly Option[], text: string): boolean {
  return optionsNamed(options, text).length > 1
}

/** Mantine's filter, closest first, across groups too: the highlighted option is the typed one. */
export const closestFirst: OptionsFilter = ({ options, search, limit }) => {
  const flat = options.flatMap((entry) => ('group' in entry ? [] : [entry]))
  const groups = options.flatMap((entry) => {
    if (!('group' in entry)) return []
    const items = [...matchOptions(entry.items, search)]
    return items.length === 0 ? [] : [{ group: entry.group, items }]
  })
  const found: ComboboxParsedItem[] = [...matchOptions(flat, search)].slice(0, limit)
  const closest = (items: readonly Option[]): number => rankOf(items[0]?.label ?? '', search) ?? 0
  let left = limit - found.length
  for (const { group, items } of groups.toSorted((a, b) => closest(a.items) - closest(b.items))) {
    if (left <= 0) break
    found.push({ group, items: items.slice(0, left) })
    left -= items.length
  }
  return found
}

/** Why the typed text is not a choice, and what to do. */
export function unchosenSentence(options: readonly Option[], input: string): string {
  const count = matchOptions(options, input).length
  const text = input.trim()
  if (count === 0) return t`Nothing matches “${text}”. Correct or clear the text.`
  return plural(count, {
    one: `“${text}” matches # option. Choose it or clear the text.`,
    other: `“${text}” matches # options. Choose one or clear the text.`,
  })
}
