import { comparableName } from '../account/name-index.ts'

const totals = [
  'total',
  'totals',
  'grand total',
  'subtotal',
  'sub total',
  'sum',
  'count',
  'summe',
  'gesamt',
  'gesamtsumme',
  'gesamtergebnis',
  'zwischensumme',
  'anzahl',
  'insgesamt',
  'somme',
  'total general',
  'nombre',
  'suma',
  'total geral',
  'soma',
  'totale',
  'totaal',
  'summa',
  'yhteensa',
  'i alt',
  'totalt',
  'razem',
  'celkem',
  'osszesen',
  'toplam',
  'итого',
  'всего',
  'разом',
  'συνολο',
  '合計',
  '総計',
  '小計',
  '合计',
  '总计',
  '小计',
  '합계',
  '총계',
  'المجموع',
  'סהכ',
].map(comparableName)
const closings =
  /^(?:[-*=_ ]*)(?:end of (?:report|file|list|data|export)|(?:generated|exported|printed|created|downloaded) (?:on|by|at|from)\b.*|page \d+ (?:of|\/) \d+|confidential\b.*|\d[\d,.' ]* (?:users?|rows?|records?|entries|people|members)(?: (?:in )?total)?|(?:total|number of) (?:users?|rows?|records?|entries|people|members)\b.*)[.!]?(?:[-*=_ ]*)$/

/** Whether a cell begins a line that sums up or closes a table: "Total", "Summe: 12", "End of report". */
export function isFooterText(cell: string): boolean {
  const text = comparableName(cell)
  return totals.includes(text.replace(/\s*[:=]?\s*[\d.,' ]*$/, '')) || closings.test(text)
}
