import { comparableName } from '../account/name-index.ts'
import { isBlankLike } from './upload-blank.ts'
import { type ContrastMark, contrastMarks } from './upload-mapping.ts'

const words = (text: string) => new Set(text.trim().split(/\s+/).map(comparableName))

// Besides what people write, what spreadsheets of other languages make of TRUE and FALSE, and ticked boxes.
const yes = words(`
  yes y true t 1 x on enabled
  j s ja oui si sim hai はい 是 да так da ano áno tak igen evet kyllä jah jā taip ναι نعم כן हाँ ใช่ có ya iya 예 네 bai
  wahr vrai verdadero vero verdadeiro veritable cert waar sant sand sann tosi tõene истина істина праўда prawda pravda
  istina doğru igaz adevărat αληθης αληθες αληθής tiesa patiess egia benar đúng 真 真的 参 참 對 对 正 صحيح אמת सत्य จริง
  točno tačno точно тачно satt درست بله بلی ہاں
  有 有り あり 要 可 する 能 可以 可能 있음 가능 유 사용 var есть можно д є יש มี ได้ صح हां bật
  aktiviert activé activée activado activada ativado ativada attivato attivata ingeschakeld ein an вкл включено
  有効 启用 啟用 활성 etkin مفعل מופעל
  ○ 〇 ◯ ⭕ ✓ ✔ ✅ ☑ √ 🗸 🗹
`)
const no = words(`
  no n false f 0 off disabled
  nein non não いいえ 否 нет ні нi nie ne nej nei nee nem nu hayır ei nē όχι لا לא नहीं ไม่ không tidak 아니요 아니오 ez
  falsch faux falso fals falsk falskt usann onwaar epätosi väär ложь лъжа хибність хиба няпраўда fałsz nepravda
  neistina laž yanlış hamis ψευδης ψευδες ψευδής netiesa aplams faltsua salah sai 偽 假 假的 거짓 錯 错 خطأ שקר असत्य เท็จ
  netočno netačno неточно нетачно ósatt نادرست خیر نہیں
  無 無し なし 不要 不可 しない 无 没有 沒有 不是 不能 不可以 없음 불가 불가능 무 미사용 아님 yok нельзя н немає אין ไม่ใช่ ไม่มี ไม่ได้ tắt
  deaktiviert désactivé désactivée desactivado desactivada desativado desativada disattivato disattivata uitgeschakeld aus
  выкл выключено 無効 停用 禁用 비활성 معطل מושבת
  ✗ ✘ ❌ × ✕ ✖ ╳ ☐
`)

/** Programs that calculate write 1.0 for yes. */
const zeroDecimals = /^([01])[.,]0{1,2}$/

/** Yes, no, or null where the cell is neither. */
export function readFlag(cell: string): boolean | null {
  const word = comparableName(cell).replace(zeroDecimals, '$1')
  if (yes.has(word)) return true
  return no.has(word) ? false : null
}

const crosses = words('✗ ✘ ❌ × ✕ ✖ ╳')
const circles = words('○ 〇 ◯ ⭕')
/** Words for nothing: a no beside a yes, and alone a cell without a request as well. */
const nothings = words('無 無し なし 无 없음')
const dash = /^[-‐-―−]$/u

/** The kind of mark that a cell holds; null where it holds something else. */
export function contrastMarkOf(cell: string): ContrastMark | null {
  const word = comparableName(cell)
  if (word === 'x') return 'letter'
  if (crosses.has(word)) return 'cross'
  if (circles.has(word)) return 'circle'
  if (nothings.has(word)) return 'nothing'
  return dash.test(word) ? 'dash' : null
}

const number = /^\d+$/

type Kind = ContrastMark | 'yes' | 'no' | 'plus' | 'other' | 'neutral'

function kindOf(cell: string): Kind {
  const mark = contrastMarkOf(cell)
  const word = comparableName(cell)
  const flag = readFlag(cell)
  if (mark !== null) return mark
  if (flag !== null) return flag ? 'yes' : 'no'
  if (word === '+') return 'plus'
  // Other numbers are totals below the table, or errors.
  return word === '' || isBlankLike(word) || number.test(word) ? 'neutral' : 'other'
}

/** Where a circle alone is a yes. */
const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

type IsAmbiguous = (seen: ReadonlySet<Kind>, heading: string) => boolean
const hasAny = (seen: ReadonlySet<Kind>, ...kinds: readonly Kind[]) => kinds.some((kind) => seen.has(kind))

const isAmbiguous: Readonly<Record<ContrastMark, IsAmbiguous>> = {
  letter: (seen) => hasAny(seen, 'cross', 'circle', 'yes', 'plus', 'other'),
  cross: (seen) => !hasAny(seen, 'yes', 'circle'),
  dash: (seen) => seen.has('plus'),
  circle: (seen, heading) =>
    hasAny(seen, 'letter', 'yes', 'plus', 'other') ||
    !(hasAny(seen, 'cross', 'no', 'nothing') || eastAsian.test(heading)),
  nothing: (seen) => !hasAny(seen, 'yes', 'circle'),
}

const longestMark = 3
const mostKnown = 1000

/** Finds the marks of one column that its values and its heading leave without a clear meaning. */
export function ambiguousMarkFinder(heading = '') {
  const seen = new Set<Kind>()
  const known = new Set<string>()
  return {
    see(cell: string): void {
      const isLong = cell.length > longestMark
      if ((isLong && (seen.has('other') || number.test(cell))) || known.has(cell)) return
      if (known.size < mostKnown) known.add(cell)
      seen.add(kindOf(cell))
    },
    marks: (): readonly ContrastMark[] =>
      contrastMarks.filter((mark) => seen.has(mark) && isAmbiguous[mark](seen, heading)),
  }
}
