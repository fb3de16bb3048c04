import { isBlankLike } from './upload-blank.ts'
import { comparableHeading } from './upload-headings.ts'
import { isHeadingOfLeavers } from './upload-leaving.ts'

const list = (text: string): readonly string[] => text.split(',').map((entry) => entry.trim())
const wordsOf = (words: readonly string[]) => new RegExp(`(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`, 'u')

/** Words of headings over the time from which, or until which, something is to hold. Folded, as headings are compared. */
const times = wordsOf(
  list(`
    valid until, valid till, valid to, valid thru, valid through, valid from, validity, expires, expire, expiry, expiration, exp date, end date,
    ends, ends on, until, access end, access ends, access until, temporary until, temporary access, effective from, effective until, effective date, effective to,
    start date, starts on, go live, golive, activation date, activate on, as of, from date, to date, revoke on, remove on, remove after, termination date, leaving date, leave date, last day, last working day, lwd, dernier jour(?: travaille| de travail)?, ultimo dia(?: laboral| trabajado| de trabajo)?, ultimo giorno(?: di lavoro| lavorativo)?, laatste (?:werk ?)?dag, ostatni dzien(?: pracy)?, sista (?:arbets)?dag(?:en)?, sidste (?:arbejds)?dag, siste arbeidsdag, последний (?:рабочий )?день, left on, leaves on, leaving on, departed on, resigned on, terminated on, (?:deactivated|deleted|suspended|disabled|archived|terminated) (?:at|on|date), exit date, departure date, end of employment, duration, due date, sunset date, when(?! ?(?:created|changed|modified|updated|added|joined|invited|synced)), austritt, austrittsdatum, letzter arbeitstag, kundigungsdatum, gultig bis, gultig ab, gultig von, gultigkeit,
    befristet, befristet bis, befristung, ablauf, ablaufdatum, lauft ab, enddatum, endet, endet am, startdatum, laufzeit, wirksam ab, wirksam bis, wann,
    valable jusqu[’']?au, valable jusqu[’']?a, valide jusqu[’']?au, jusqu[’']?au, date de fin, date de debut, date de sortie, date de depart, date d[’']?expiration, expire le, echeance, duree, quand,
    valido hasta, valida hasta, hasta, fecha de fin, fecha fin, fecha de baja, fecha de salida, data de desligamento, data de saida, data di cessazione, data cessazione, datum uit dienst, data zwolnienia, дата увольнения, fecha de inicio, fecha de vencimiento, vencimiento, caduca, caducidad, vigencia, cuando,
    valido ate, data de termino, data de inicio, data final, vencimento, validade, expira em, valido fino al, valido fino a, scadenza, data di fine, data fine,
    data di scadenza, data di inizio, geldig tot, geldig vanaf, einddatum, vervaldatum, wazne do, data zakonczenia, data wygasniecia, giltig till, slutdatum,
    действует до, срок действия, дата окончания, дата начала, истекает, bitis tarihi, gecerlilik
  `),
)
const timesAnywhere =
  /退職日|离职日期|離職日期|퇴사일|퇴직일|تاريخ المغادرة|有効期限|終了日|開始日|期限|有效期|到期|截止|失效|结束日期|結束日期|开始日期|만료|유효기간|종료일|시작일|تاريخ الانتهاء|تاريخ البدء|صالح حتى|ينتهي|سارٍ حتى|انتهاء الصلاحية|בתוקף עד|תאריך סיום/u
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

/** Whether a cell holds a day, and not the end of what has none. */
export const isDay = (value: string): boolean => day.test(value.trim()) && !endless.test(value)

const isCondition = (value: string) =>
  value.trim() !== '' && !isBlankLike(value.trim()) && !unlimited.test(value.trim()) && !endless.test(value)

/** Headings over one edge of a time, if days are below them: "From" alone may be over senders. */
const edge =
  /^(?:(?:access|valid|membership|assignment|role|group|zugang|zugriff|acces|acceso) )?(?:from|to|starts?|begins?|ends?|beginn|ende|endet|ab|bis|von|debut|fin|du|au|desde|hasta|inicio|fim|inizio|fine|dal|al|van|tot|begin|einde|od|do|с|по|до|начало|конец|baslangic|bitis|開始|終了|开始|结束|시작|종료|من|الى|البداية|النهاية)$/u
/** Headings over days without an effect on access. */
const otherDays =
  /(?<!\p{L})(?:birth\p{L}*|born|dob|geburt\p{L}*|naissance|nacimiento|nascimento|nascita|geboorte\p{L}*|hired?|hiring|join\p{L}*|creat\p{L}*|chang\p{L}*|modif\p{L}*|updat\p{L}*|edit\p{L}*|sync\p{L}*|sign ?in|log ?(?:in|on)|logged|last|letzte\p{L}*|dernier\p{L}*|ultim[oa]|laatste|seen|activity|passwor[dt]|invit\p{L}*|regist\p{L}*|verif\p{L}*|complet\p{L}*|certif\p{L}*|train\p{L}*|review\p{L}*|apprais\p{L}*|promot\p{L}*|annivers\p{L}*|receiv\p{L}*|request\p{L}*|submit\p{L}*|sent|contact\p{L}*|onboard\p{L}*|added|import\p{L}*|export\p{L}*|issued|signed|erstell\p{L}*|angelegt|geandert|aktualisiert|anmeldung|eintritt\p{L}*|einstell\p{L}*|eingestellt|schulung\p{L}*|embauche|entree|creation|connexion|ingreso|alta|contratacion|creacion|admissao|criacao|assunzione|creazione|indienst\p{L}*|interview\p{L}*|badge|mov(?:e|ed|ing)|laptop|visas?|visum|passports?|clearance|renewal|probation|probezeit|periode d'essai|parental|elternzeit|maternity|paternity|return\p{L}*|ruckkehr\p{L}*|umzug\p{L}*|wedding|married|hochzeit|graduat\p{L}*|order\p{L}*|bestell\p{L}*|deliver\p{L}*|liefer\p{L}*|shipp\p{L}*|versand\p{L}*|follow ups?|reminders?|wiedervorlage|paid|payments?|bezahlt|invoice\p{L}*|meetings?|appointments?|termin|events?|surveys?|vaccin\p{L}*|impf\p{L}*|medical|checkup|warranty|garantie|purchase\p{L}*|gekauft)(?!\p{L})|生年月日|誕生|入社|作成|更新|登録|最終|出生|入职|入職|创建|建立|修改|最后|最近|생년|생일|입사|생성|수정|최근|최종|ميلاد|تعيين|إنشاء|آخر|рожден|приема|создан|измен|послед/u

/** Whether days that few rows have may end or begin something, below a heading that Muster does not know. */
export function isOfRareDays(heading: string, values: readonly string[], fillRate: number): boolean {
  const words = comparableHeading(heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
  const mayLimit = !otherDays.test(words) && !otherTimes.test(words)
  return fillRate > 0 && fillRate * 2 < 1 && values.length > 0 && values.every(isDay) && mayLimit
}

/**
 * Whether a column, by its heading and its first distinct values, limits when or where its rows count, as "Valid until"
 * or "Environment". No call can carry that.
 */
export function isConditional(heading: string, values: readonly string[]): boolean {
  const comparable = comparableHeading(heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
  // One system in all rows is that of the file.
  if (systems.has(comparable)) return values.filter(isCondition).length > 1
  const isOfTime = !otherTimes.test(comparable) && (times.test(comparable) || timesAnywhere.test(heading))
  if (isOfTime || conditions.test(comparable)) return values.some(isCondition)
  return (edge.test(comparable) || isHeadingOfLeavers(heading)) && values.some(isDay)
}
