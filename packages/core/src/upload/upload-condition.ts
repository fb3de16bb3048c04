import { comparableName } from '../account/name-index.ts'
import { isBlankLike } from './upload-blank.ts'
import { comparableHeading } from './upload-headings.ts'
import { isHeadingOfLeavers } from './upload-leaving.ts'

const list = (text: string): readonly string[] => text.split(',').map((entry) => entry.trim())
const wordsOf = (words: readonly string[]) => new RegExp(`(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`, 'u')

/** Words of headings over the time from which, or until which, something is to hold. Folded, as headings are compared. */
const times = wordsOf(
  list(`
    valid until, valid till, valid to, valid thru, valid through, validity, expires, expire, expiry, expiration, exp date, end date,
    ends, ends on, until, access end, access ends, access until, temporary until, temporary access, effective until, effective to, endda, needed until, required until,
    to date, revoke on, remove on, remove after, termination date, leaving date, leave date, last day, last working day, lwd, dernier jour(?: travaille| de travail)?, ultimo dia(?: laboral| trabajado| de trabajo)?, ultimo giorno(?: di lavoro| lavorativo)?, laatste (?:werk ?)?dag, ostatni dzien(?: pracy)?, sista (?:arbets)?dag(?:en)?, sidste (?:arbejds)?dag, siste arbeidsdag, последний (?:рабочий )?день, left on, leaves on, leaving on, departed on, resigned on, terminated on, (?:deactivated|deleted|suspended|disabled|archived|terminated) (?:at|on|date), exit date, departure date, end of employment, duration, due date, sunset date, when(?! ?(?:created|changed|modified|updated|added|joined|invited|synced)), austritt, austrittsdatum, letzter arbeitstag, kundigungsdatum, gultig bis, gultigkeit, gultigkeitszeitraum, zeitraum, benotigt bis, bis wann,
    befristet, befristet bis, befristung, ablauf, ablaufdatum, lauft ab, enddatum, endet, endet am, laufzeit, wirksam bis, wann,
    valable jusqu[’']?au, valable jusqu[’']?a, valide jusqu[’']?au, jusqu[’']?au, date de fin, date de sortie, date de depart, date d[’']?expiration, expire le, echeance, duree, quand,
    valido hasta, valida hasta, hasta, fecha de fin, fecha fin, fecha de baja, fecha de salida, data de desligamento, data de saida, data di cessazione, data cessazione, datum uit dienst, data zwolnienia, дата увольнения, fecha de vencimiento, vencimiento, caduca, caducidad, vigencia, cuando,
    valido ate, data de termino, data final, vencimento, validade, expira em, valido fino al, valido fino a, scadenza, data di fine, data fine,
    data di scadenza, geldig tot, einddatum, vervaldatum, wazne do, data zakonczenia, data wygasniecia, giltig till, slutdatum,
    действует до, срок действия, дата окончания, истекает, bitis tarihi, gecerlilik
  `),
)
const timesAnywhere =
  /退職日|离职日期|離職日期|퇴사일|퇴직일|تاريخ المغادرة|有効期限|終了日|期限|有效期|到期|截止|失效|结束日期|結束日期|만료|유효기간|종료일|تاريخ الانتهاء|صالح حتى|ينتهي|سارٍ حتى|انتهاء الصلاحية|בתוקף עד|תאריך סיום/u
/** Headings over the time from which something is to hold. */
const beginnings = wordsOf(
  list(`
    start date, starts on, valid from, effective, effective (?:from|date|on|as of), with effect from, eff, eff ?(?:date|dt), wef, w e f, activation date, activate on, go live, golive, as (?:of|from), from date, begda,
    (?:needed|need|required) (?:by|from), (?:required|needed) date, date (?:needed|required), scheduled, scheduled (?:for|date|on), planned, (?:planned|target|implementation|transfer|cutover) (?:date|start), cutover,
    startdatum, gultig (?:ab|von), wirksam, wirksam (?:ab|zum), wirksamkeit, stichtag, ab wann, benotigt ab, versetzungsdatum, wechsel zum,
    date de debut, date d[’']?effet, prise d[’']?effet, date de prise d[’']?effet, date effective, fecha de inicio, fecha efectiva, fecha de efecto, a partir de, vigente desde, data de inicio, data efetiva,
    data de vigencia, data di inizio, decorrenza, ingangsdatum, geldig vanaf, od kiedy, obowiazuje od, data wejscia, дата начала, действует с
  `),
)
const beginningsAnywhere =
  /適用日|適用開始|発効日|異動日|反映日|発令日|生效|開始日|开始日期|시작일|적용일|تاريخ البدء|السريان|اعتبارا من/u
/** Headings over a beginning that is long past for most users, and a question only if it is not. */
const begun =
  /(?<!\p{L})(?:from|start\p{L}*|begin\p{L}*|seniority|hired?|hiring|desde|debut|inicio|inizio|od|ab|von|начало)(?!\p{L})|開始|시작/u

/** What else ends: not the access that the row requests. */
const otherTimes = wordsOf(
  list('password, passwort, licen[cs]e, lizenz, certificate, zertifikat, contract, vertrag, token, mfa'),
)

/** Words of headings over what must hold before a row counts. */
const conditions = wordsOf(
  list(`
    condition, conditions, conditional on, only if, provided that, depends on, dependency, prerequisite, prerequisites, reservation, restriction, restrictions,
    exception, exceptions, bedingung, bedingungen, voraussetzung, voraussetzungen, vorbehalt, einschrankung, ausnahme, ausnahmen, condicion, condiciones,
    condizione, condizioni, condicao, exceptie, voorwaarde, warunek, условие, условия
  `),
)

/** Headings over the system, or the account of it, that a row is about. */
const systems = new Set(
  list(`
    environment, env, stage, landscape, tenant, workspace, account, account name, instance, system, system name, target system, platform, tool, product, software, application, application name, umgebung, mandant,
    systeme, environnement, locataire, entorno, sistema, aplicacion, anwendung, zielsystem, ambiente, omgeving, systeem, srodowisko, система, среда,
    環境, システム, テナント, 环境, 系统, 租户, 환경, 시스템, البيئة, النظام
  `),
)

const unlimited =
  /^(?:never|no|none|permanent|permanently|unlimited|indefinite|indefinitely|open|always|nie|unbefristet|unbegrenzt|dauerhaft|jamais|permanente?|illimite|nunca|indefinido|sempre|mai|nooit|now|asap|immediately|sofort|無期限|永久|دائم)$/iu
/** The end of what has none, in programs that need one: 31.12.9999. */
const endless = /(?<!\d)(?:9999|4712|2999)(?!\d)/
const day =
  /^(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?(?!\d)|\d{1,2}[. -]{1,2}\p{L}{3,9}[., -]{1,2}\d{2,4}|\p{L}{3,9}\.? \d{1,2},? \d{4}|\d{4} ?[年년])/u

const compactDay = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/

/** Whether a cell holds a day, and not the end of what has none. */
export const isDay = (value: string): boolean =>
  (day.test(value.trim()) || compactDay.test(value.trim())) && !endless.test(value)

const isCondition = (value: string) =>
  value.trim() !== '' && !isBlankLike(value.trim()) && !unlimited.test(value.trim()) && !endless.test(value)

/** Headings over one edge of a time, if days are below them: "From" alone may be over senders. */
const edge =
  /^(?:(?:access|valid|membership|assignment|role|group|zugang|zugriff|acces|acceso) )?(?:from|to|starts?|begins?|ends?|beginn|ende|endet|ab|bis|von|debut|fin|du|au|desde|hasta|inicio|fim|inizio|fine|dal|al|van|tot|begin|einde|od|do|с|по|до|начало|конец|baslangic|bitis|開始|終了|开始|结束|시작|종료|من|الى|البداية|النهاية)$/u
/** Headings over days without an effect on access. */
const otherDays =
  /(?<!\p{L})(?:birth\p{L}*|born|dob|geb|geburt\p{L}*|naissance|nacimiento|nascimento|nascita|geboorte\p{L}*|hired?|hiring|join\p{L}*|creat\p{L}*|chang\p{L}*|modif\p{L}*|updat\p{L}*|edit\p{L}*|sync\p{L}*|sign ?in|log ?(?:in|on)|logged|last|letzte\p{L}*|dernier\p{L}*|ultim[oa]|laatste|seen|activity|passwor[dt]|invit\p{L}*|regist\p{L}*|verif\p{L}*|complet\p{L}*|certif\p{L}*|train\p{L}*|review\p{L}*|apprais\p{L}*|promot\p{L}*|annivers\p{L}*|receiv\p{L}*|request\p{L}*|submit\p{L}*|sent|contact\p{L}*|onboard\p{L}*|added|import\p{L}*|export\p{L}*|issued|signed|erstell\p{L}*|angelegt|geandert|aktualisiert|anmeldung|eintritt\p{L}*|einstell\p{L}*|eingestellt|schulung\p{L}*|embauche|entree|creation|connexion|ingreso|alta|contratacion|creacion|admissao|criacao|assunzione|creazione|indienst\p{L}*|interview\p{L}*|badge|mov(?:e|ed|ing)|laptop|visas?|visum|passports?|clearance|renewal|probation|probezeit|periode d'essai|parental|elternzeit|maternity|paternity|return\p{L}*|ruckkehr\p{L}*|umzug\p{L}*|wedding|married|hochzeit|graduat\p{L}*|order\p{L}*|bestell\p{L}*|deliver\p{L}*|liefer\p{L}*|shipp\p{L}*|versand\p{L}*|follow ups?|reminders?|wiedervorlage|paid|payments?|bezahlt|invoice\p{L}*|meetings?|appointments?|termin|events?|surveys?|vaccin\p{L}*|impf\p{L}*|medical|checkup|warranty|garantie|purchase\p{L}*|gekauft|seniority)(?!\p{L})|生年月日|誕生|入社|作成|更新|登録|最終|出生|入职|入職|创建|建立|修改|最后|最近|생년|생일|입사|생성|수정|최근|최종|ميلاد|تعيين|إنشاء|آخر|рожден|приема|создан|измен|послед/u

/** Headings over days ahead that are of something else than the access of the row, or a change of it. */
const otherDaysAhead =
  /(?<!\p{L})(?:birth\p{L}*|born|dob|geb|geburt\p{L}*|naissance|nacimiento|nascimento|nascita|geboorte\p{L}*|passwor[dt]\p{L}*|licen[cs]es?|lizenz\p{L}*|certif\p{L}*|zertifi\p{L}*|recertif\p{L}*|tokens?|mfa|train\p{L}*|schulung\p{L}*|kurs\p{L}*|courses?|formation|formacion|review\p{L}*|apprais\p{L}*|promot\p{L}*|annivers\p{L}*|interview\p{L}*|badge|laptop|devices?|visas?|visum|passports?|clearance|renewal|probation|probezeit|periode d'essai|parental|elternzeit|maternity|paternity|return\p{L}*|ruckkehr\p{L}*|umzug\p{L}*|wedding|married|hochzeit|graduat\p{L}*|order\p{L}*|bestell\p{L}*|deliver\p{L}*|liefer\p{L}*|shipp\p{L}*|versand\p{L}*|follow ups?|reminders?|wiedervorlage|paid|payments?|bezahlt|invoice\p{L}*|meetings?|appointments?|termin|events?|surveys?|vaccin\p{L}*|impf\p{L}*|medical|checkup|warranty|garantie|purchase\p{L}*|vacation|holidays?|urlaub)(?!\p{L})|生年月日|誕生|出生|생년|생일|ميلاد|рожден/u
/** Headings over IDs, of which some have the form of a day. */
const numbers =
  /(?<!\p{L})(?:ids?|no|nr|num|numbers?|nummer|numero|codes?|tickets?|phone|mobile|tel|telefon|badge|extension|matricula|matricule|personalnummer)(?!\p{L})|番号|编号|編號|번호|رقم/u

const splitHeading = (heading: string) => comparableHeading(heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))

const isBeginning = (heading: string) => beginnings.test(splitHeading(heading)) || beginningsAnywhere.test(heading)

/** Whether days below a heading are of a beginning, which has had its effect once it is past. */
export const isBegun = (heading: string): boolean => isBeginning(heading) || begun.test(splitHeading(heading))

const months = [
  'jan|ene|gen|sty|янв',
  'feb|fev|lut|фев',
  'mar|maa|mrt|мар',
  'apr|abr|avr|kwi|апр',
  'mai|may|mag|mei|maj|ма[йя]',
  'jun|juin|giu|cze|июн',
  'jul|juil|lug|lip|июл',
  'aug|ago|aou|sie|авг',
  'sep|set|wrz|сен',
  'oct|okt|out|ott|paz|окт',
  'nov|lis|ноя',
  'dec|dez|dic|gru|дек',
].map((stems) => new RegExp(`^(?:${stems})`, 'u'))
const monthOf = (word: string) => months.findIndex((stem) => stem.test(word)) + 1
const year = String.raw`(20\d\d|\d\d)(?!\d|[./-]\d)`
const word = String.raw`(\p{L}{3,10})\.?`
const yearFirst = /(?<![\d./-])(20\d\d)(?:[./-]| ?[年년] ?)(\d{1,2})(?:(?:[./-]| ?[月월] ?)(\d{1,2}))?(?![\d])/gu
const yearLast = new RegExp(String.raw`(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2${year}`, 'gu')
const dayAndWord = new RegExp(
  String.raw`(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\.?[ -]{1,2}(?:de )?${word}(?:,| de|-)? ?${year}`,
  'gu',
)
const wordFirst = new RegExp(String.raw`(?<!\p{L})${word} (?:(\d{1,2})(?:st|nd|rd|th)?,? )?(20\d\d)(?!\d)`, 'gu')
/** How programs write that something never ends. */
const lastYear = 2098

// Cells are read by the million: most are of another year, or hold one day in the form of programs.
const mayBeAhead = /20[2-9]\d|\d[./-](?:\d{1,2}|\p{L}{3,10})[./-]\d\d(?!\d)|\p{L}\.?,? [2-9]\d(?!\d)/u
const plainDay = /^(20\d\d)-(\d\d)-(\d\d)(?:[T ][\d:.Z+-]*)?$/
const onlyOrder = /^(\d{1,2})[/-](\d{1,2})[/-]\d/

type Order = 'day first' | 'month first' | 'sure'
interface FoundDay {
  readonly order: Order
  /** 20270131 is 31 January 2027. */
  readonly at: number
}

function dayAt(order: Order, [y, m, d]: readonly [number, number, number]): readonly FoundDay[] {
  const whole = y < 100 ? (y < 40 ? 2000 : 1900) + y : y
  const isPossible = m >= 1 && m <= 12 && d >= 1 && d <= 31 && whole <= lastYear
  return isPossible ? [{ order, at: whole * 10_000 + m * 100 + d }] : []
}

/** The days in a cell; both readings where day and month may each be first. */
function daysIn(cell: string): readonly FoundDay[] {
  const plain = plainDay.exec(cell)
  if (plain !== null) return dayAt('sure', [Number(plain[1]), Number(plain[2]), Number(plain[3])])
  const text = comparableName(cell)
  if (compactDay.test(text))
    return dayAt('sure', [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))])
  const all = (pattern: RegExp) => Array.from(text.matchAll(pattern), (parts) => parts.map((part) => part ?? ''))
  return [
    ...all(yearFirst).flatMap(([, y, m, d]) => dayAt('sure', [Number(y), Number(m), Number(d || 1)])),
    ...all(yearLast).flatMap(([, a, joint, b, y]) => [
      ...dayAt(joint === '.' ? 'sure' : 'day first', [Number(y), Number(b), Number(a)]),
      ...(joint === '.' ? [] : dayAt('month first', [Number(y), Number(a), Number(b)])),
    ]),
    ...all(dayAndWord).flatMap(([, d, name = '', y]) => dayAt('sure', [Number(y), monthOf(name), Number(d)])),
    ...all(wordFirst).flatMap(([, name = '', d, y]) => dayAt('sure', [Number(y), monthOf(name), Number(d || 1)])),
  ]
}

/** The only order of day and month that a cell can have: 30/05 and 05/30. */
function orderOf(cell: string): Order | null {
  const [, first, second] = onlyOrder.exec(cell) ?? []
  if (Number(first) > 12 && Number(second) <= 12) return 'day first'
  return Number(second) > 12 && Number(first) <= 12 ? 'month first' : null
}

const longestCell = 300
/** Cells with days ahead that are kept, to recognize them in a later file. */
const mostAhead = 50

/**
 * Finds out whether the days of a column that is not used are past, or one of them is ahead of `today` (20270131 is 31 January 2027): whatever its heading,
 * its row is then probably not to count yet, or not for ever. No call can carry that.
 */
export function dayFinder(heading: string, today: number) {
  const words = splitHeading(heading)
  const isOther = otherDaysAhead.test(words) || numbers.test(words)
  const ahead = new Map<Order, string>()
  const cellsAhead = new Set<string>()
  const orders = new Set<Order>()
  let isPast = true
  let count = 0
  return {
    see(cell: string): void {
      if (isOther || cellsAhead.size > mostAhead || cell.length > longestCell) return
      const mayBe = mayBeAhead.test(cell)
      const days = mayBe ? daysIn(cell) : []
      count += 1
      isPast &&= isDay(cell) && (!mayBe || days.length > 0)
      const only = orderOf(cell)
      if (only !== null) orders.add(only)
      for (const { order, at } of days) {
        if (at <= today) continue
        cellsAhead.add(cell.trim())
        if (!ahead.has(order)) ahead.set(order, cell)
      }
    },
    /** All cells with a day ahead; undefined if they are too many to be recognized. */
    allAhead: (): readonly string[] | undefined => (cellsAhead.size > mostAhead ? undefined : [...cellsAhead]),
    /** The first cell with a day ahead; null if all are days and none is ahead; undefined for anything else. */
    found(): string | null | undefined {
      const readings: readonly Order[] =
        orders.has('day first') === orders.has('month first')
          ? ['day first', 'month first']
          : orders.has('day first')
            ? ['day first']
            : ['month first']
      const first = ahead.get('sure') ?? readings.map((order) => ahead.get(order)).find((cell) => cell !== undefined)
      if (first !== undefined) return first
      return isPast && count > 0 ? null : undefined
    },
  }
}

/** Whether days that few rows have may end or begin something, below a heading that Muster does not know. */
export function isOfRareDays(heading: string, values: readonly string[], fillRate: number): boolean {
  const words = splitHeading(heading)
  const mayLimit = !otherDays.test(words) && !otherTimes.test(words) && !numbers.test(words)
  return fillRate > 0 && fillRate * 2 < 1 && values.length > 0 && values.every(isDay) && mayLimit
}

/**
 * Whether a column, by its heading and its first distinct values, limits when or where its rows count, as "Valid until"
 * or "Environment". No call can carry that.
 */
export function isConditional(heading: string, values: readonly string[]): boolean {
  const comparable = splitHeading(heading)
  // One system in all rows is that of the file.
  if (systems.has(comparable)) return values.filter(isCondition).length > 1
  const isOfTime =
    !otherTimes.test(comparable) && (times.test(comparable) || timesAnywhere.test(heading) || isBeginning(heading))
  if (isOfTime || conditions.test(comparable)) return values.some(isCondition)
  return (edge.test(comparable) || isHeadingOfLeavers(heading)) && values.some(isDay)
}
