import { comparableName } from '../account/name-index.ts'

/** What people and exports write where nothing is meant. */
const blankWords = new Set([
  'n/a',
  'na',
  'n.a.',
  'n.a',
  'n/d',
  'n.d.',
  'n/v',
  'k.a.',
  's/o',
  'none',
  '(none)',
  'nil',
  'null',
  '\\n',
  '(null)',
  'nan',
  'undefined',
  'blank',
  '(blank)',
  'empty',
  '(empty)',
  'not applicable',
  'keine',
  'keiner',
  'leer',
  'aucun',
  'aucune',
  'neant',
  'ninguno',
  'ninguna',
  'nessuno',
  'nessuna',
  'nenhum',
  'nenhuma',
  'geen',
  'ingen',
  'brak',
  'なし',
  '無し',
  '無',
  '无',
  '없음',
])

/** Whether a cell is a dash, only separators, or a word for nothing. Whether that is a name, the caller knows. */
export function isBlankLike(cell: string): boolean {
  return /^[-‐-―−－ー_./\\*~;,|；，｜、،؛\s]+$/u.test(cell) ? cell !== '*' : blankWords.has(comparableName(cell))
}
