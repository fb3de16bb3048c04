import { i18n } from '@lingui/core'
import { foldText } from '@muster/core/text/fold-text'
import type { AccessNames } from '../../lib/access.ts'

/** A role or a bot. */
export interface MatrixAxis {
  readonly id: string
  readonly name: string
  /** Assignments with it: users with several roles on a bot count once for each. */
  readonly total: number
}

interface Assignment {
  readonly roleId: string
  readonly botId: string
  readonly userCount: number
}

interface Matrix {
  readonly roles: readonly MatrixAxis[]
  /** At most `mostBots`. */
  readonly bots: readonly MatrixAxis[]
  readonly countOf: (roleId: string, botId: string) => number
  /** The largest count. */
  readonly most: number
  readonly hiddenBots: number
}

/** A wider table is no overview. */
const mostBots = 40

/** Roles and bots, those with most users first, of the bots whose name contains the text. */
export function matrixOf(all: readonly Assignment[], names: AccessNames, needle: string): Matrix {
  const text = foldText(needle.trim())
  const found = all.filter(({ botId }) => foldText(names.bot(botId)).includes(text))
  const bots = axis(found, ({ botId }) => botId, names.bot)
  const shown = new Set(bots.slice(0, mostBots).map(({ id }) => id))
  const cells = found.filter(({ botId }) => shown.has(botId))
  const counts = new Map(cells.map(({ roleId, botId, userCount }) => [`${roleId}\n${botId}`, userCount]))
  return {
    roles: axis(cells, ({ roleId }) => roleId, names.role),
    bots: bots.slice(0, mostBots),
    countOf: (roleId, botId) => counts.get(`${roleId}\n${botId}`) ?? 0,
    most: Math.max(1, ...cells.map(({ userCount }) => userCount)),
    hiddenBots: bots.length - shown.size,
  }
}

function axis(
  cells: readonly Assignment[],
  idOf: (cell: Assignment) => string,
  nameOf: (id: string) => string,
): readonly MatrixAxis[] {
  const totals = new Map<string, number>()
  for (const cell of cells) totals.set(idOf(cell), (totals.get(idOf(cell)) ?? 0) + cell.userCount)
  return [...totals]
    .map(([id, total]) => ({ id, total, name: nameOf(id) }))
    .toSorted((a, b) => b.total - a.total || a.name.localeCompare(b.name, i18n.locale))
}

/** The shade of a cell, 1 to 5. By order of size, because one bot often has most of the users. */
export function heatOf(count: number, most: number): number {
  return most <= 1 ? 1 : 1 + Math.round((4 * Math.log(count)) / Math.log(most))
}
