import { comparableName } from '../account/name-index.ts'

/** Stems of words, folded as names are compared; "-" ends a stem that other letters may follow. */
const stems = (text: string): string =>
  text
    .split(',')
    .map((entry) => entry.trim().replaceAll(/-(?= |$)/g, String.raw`\p{L}*`))
    .join('|')
const wordsOf = (text: string) => new RegExp(`(?<!\\p{L})(?:${text})(?!\\p{L})`, 'u')

/** An end of an employment or an account, wherever it is written: below a heading, in a heading or in a title. */
const leaving = stems(`
  terminat(?:e|ed|es|ing|ion|ions), resign(?:|ed|s|ing|ation|ations), retired, retirees?, depart(?:ed|ing|ures?), leavers?, leaving, exits, laid off, layoffs?, made redundant, redundanc(?:y|ies),
  dismiss(?:ed|als?), offboard-, off board(?:ed|ing), deprovision-, deactivat-, disabled, suspended, suspensions?, inactiv(?:e|ated|ation), separated, separations?, deceased,
  (?:not|non|no longer|never) (?:active|employed|enabled|in service|with us), no longer (?:here|working|at the company|in the company), former(?: (?:employees?|staff|workers?|members?|users?|colleagues?|contractors?))?,
  ex (?:employees?|staff|workers?|members?|users?|colleagues?|contractors?), gardening leave, garden leave, notice (?:given|period), on notice, employment end(?:ed|s)?, end of (?:employment|service), soft delet(?:ed|ion|e),
  ex (?:mitarbeit|kolleg|benutzer)-, ausgesch, ausgeschieden-, austritt-, ausgetreten-, ausscheid-, gekundigt-, kundigung-, ehemalig-, entlass(?:en|ene|ung|ungen), beendigung-, abgange?, deaktivier-, inaktiv-, gesperrt-, stillgelegt-,
  nicht (?:mehr )?(?:aktiv|beschaftigt|angestellt|im dienst|im unternehmen)-, ruhestand, pensioniert, verstorben, freigestellt-, vertragsende, dienstende,
  demission-, licenci(?:e|es|ee|ees|ements?), sortants?, desactiv-, inactif, inactifs, inactives?, suspendue?s?, a quitte, ont quitte, retraites?, ancien(?:ne)?s? (?:salari|employ|collaborat|membre|utilisat)-, ex (?:salari|employ|collaborat)-, fin de (?:contrat|mission),
  bajas?(?! california), cesad[oa]s?, ceses?, despedid[oa]s?, despidos?, desvinculad[oa]s?, desvinculacion-, renuncias?, renunci[oa], jubilad[oa]s?, inactiv[oa]s?, desactivad[oa]s?, suspendid[oa]s?, bloquead[oa]s?, ex emplead[oa]s?, no activ[oa]s?, fallecid[oa]s?,
  desligad[oa]s?, desligamentos?, demitid[oa]s?, demiss(?:ao|oes), inativ[oa]s?, desativad[oa]s?, suspens[oa]s?, aposentad[oa]s?, rescis(?:ao|oes), exonerad[oa]s?, ex funcionari[oa]s?,
  cessat[oaei], cessazion[ei], dimess[oaei], dimission[ei]-, licenziat[oaei], licenziament[oi], inattiv[oaei], disattivat-, disattivazion[ei], sospes[oaei], bloccat[oaei], pensionat[oaei], ex dipendent[ei], non (?:piu )?(?:attiv[oaei]|in servizio),
  uit ?dienst-, vertrokken, ontslag-, ontslagen, inactieve?, niet (?:meer )?(?:actief|in dienst), gedeactiveerd, geblokkeerd-, geschorst-, voormalig-, gepensioneerd-, opgezegd, vertrekkers?,
  zwolnion-, zwolnieni[ae], odszed-, odesz[lł]-, nieaktywn-, zablokowan-, zawieszon-, wylaczon-, byl[yai] pracowni-, emeryt-, odejsci[ae],
  neaktivn-, odesel, odesla, propusten-, byval-, zablokovan-, zakazan-, ayrild-, ayrilan-, ayrilis-, isten (?:ayril|cikar|cik)-, istifa-, pasif, inaktif, emekli-, askida, devre disi, feshedil-,
  увол(?:ен|ьнен|ьня|ил)-, неактив-, не актив-, отключен-, заблокирован-, приостановлен-, деактивирован-, бывш-, на пенсии, больше не работает, звільнен-, відключен-, заблокован-, неактивн-, призупинен-, колишн-,
  slutat, avslutad-, uppsagd-, fratradt-, inaktiv, sluttet, opsagt, avsked-, tidligere (?:ansatt|medarbejder)-, irtisan-, lahtenyt, passiivinen, kilep-, megszunt, felmond-, kileptetett, plecat-, concediat-, demision-, inactiv,
  αποχωρ-, παραιτ-, απολυ-, ανενεργ-, απενεργοποι-, nghi viec, thoi viec, ngung hoat dong, khong hoat dong, nonaktif, non aktif, tidak aktif, mengundurkan diri, diberhentikan, berhenti
`)
const unspacedLeaving =
  /退職|離職|离职|離职|退社|解雇|退休|辞职|辭職|辞任|停用|禁用|無効|凍結|冻结|注销|註銷|削除済|已删除|퇴사|퇴직|해고|비활성|정지|مستقيل|استقال|مفصول|غير نشط|معطل|موقوف|انهاء الخدمة|متقاعد|התפטר|לא פעיל|מושבת|חסום|ลาออก|พ้นสภาพ|เลิกจ้าง|ระงับ|ไม่ใช้งาน|निष्क्रिय|निलंबित|इस्तीफ/u

/** Words of the same sense only alone in a heading, or in a state: elsewhere they are names, or about content. */
const gone = stems(`
  left(?! (?:hand|side|wing|right)), gone, quit, exited, exit, block(?:ed)?(?= (?:credentials?|sign ?in|login|access|user|account))-, blocked, locked(?: out)?, deleted, deletion, removed, archived,
  geloscht-, entfernt-, archiviert-, parti(?:e|es|s)?, sorti(?:e|es|s)?, bloque(?:e|es|s)?, supprime(?:e|es|s)?, archive(?:e|es|s)?, eliminad[oa]s?, retirad[oa]s?, removid[oa]s?, archivad[oa]s?, uscit[oaei], eliminat[oaei],
  rimoss[oaei], verwijderd-, uitgeschreven, usuniet-, ukoncen-, odstranen-, silin(?:di|ecek|mis)-, удален-, архивн-, видален-, borttag-, raderad-, slettet, fjernet, poistet-, torolt, torolve, eliminat, da xoa, dihapus, keluar
`)
/** States of a user, and in headings of requests or contracts as well. */
const over = stems(`
  ex, in notice, ruhend-, passive, do not use, withdrawn, removal, revoked, closed(?! (?:complete|success|won|lost|resolved|done)), cancell?ed, ended, (?:contract|assignment|account|access|membership) (?:ended|expired|over), end of contract, (?<!password )expired,
  beendet, widerrufen, abgelaufen, departs?, preavis, finalizad[oa]s?, encerrad[oa]s?, iptal-, kapali
`)

/** "Not suspended", "Never terminated": the opposite. "Not active" is one of the words. */
const negated = new RegExp(
  `(?<!\\p{L})(?:not|never|nicht|niet|nie|pas|не|без) (?:yet |been )?(?:${leaving}|${gone}|${over})(?!\\p{L})`,
  'gu',
)
const opposite = new RegExp(
  `^(?:not|non|never|no|nicht|niet|не) (?:active|employed|enabled|in service|with us|aktiv|actief|актив)`,
  'u',
)
const ends = wordsOf(leaving)
const endsOfState = wordsOf(`${leaving}|${gone}|${over}`)

/** Words between letters and joints alone: "TERMINATED_PENDING", "SoftDeleted", "Non-active". */
const spaced = (text: string) =>
  comparableName(text.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replaceAll(/[_./:=,()[\]-]+/g, ' '))

function holds(text: string, words: RegExp): boolean {
  const plain = spaced(text)
  const rest = plain.replaceAll(negated, (part) => (opposite.test(part) ? part : ' '))
  return words.test(rest) || unspacedLeaving.test(text)
}

/** Whether a title, the name of a file or a line between rows is about users who left or whose accounts are disabled: "Departures May". */
export const isOfLeavers = (text: string): boolean => holds(text, ends)

/** Whether a state names a user who left or whose account is disabled: "Terminated - voluntary", "Left 31/12". */
export const isStateOfLeaver = (text: string): boolean => holds(text, endsOfState)

/** What surrounds a state in a heading: "Is user active?", "Date left", "Has left company". */
const around =
  'is|are|has|have|was|been|still|currently|current|now|the|account|users?|members?|employees?|worker|staff|login|log in|sign ?in|credentials?|access|company|organi[sz]ation|status|flag|date|time|time ?stamp|on|at|to be|pending|yn|y n|j n|ja nein|yes no|ist|noch|derzeit|aktuell|konto|benutzer|mitarbeiter|anmeldung|am|zum|datum|compte|est|encore|toujours|le|cuenta|usuario|esta|aun|fecha|account|utente|ancora|data|nog'
/** Of a heading, these name something else than the end of an employment or an account. */
const otherEnds =
  /(?<!\p{L})(?:protect\p{L}*|interviews?|surveys?|insurance|plans?|rights|allow\p{L}*|notif\p{L}*|policy|eligib\p{L}*|by|von|par|por|items?|files?|messages?|mails?|emails?|groups?|roles?|gruppen|rollen|groupes|grupos|count|number of|periods?|months|days|weeks|monate|tage)(?!\p{L})/u
const goneAlone = new RegExp(`^(?:(?:${around}) )*(?:${gone})(?: (?:${around}))*$`, 'u')
const plainHeading = (heading: string) => spaced(heading).replace(/\?$/, '').trim()

/** Whether a heading is over the end of an employment or an account, as "Left company" or "Beendigungsdatum" is. */
export function isHeadingOfLeavers(heading: string): boolean {
  const plain = plainHeading(heading)
  return !otherEnds.test(plain) && (isOfLeavers(heading) || goneAlone.test(plain))
}

const lastingWords = stems(`
  active, enabled, employed, in service, in post, in employment, on staff, here, with us, on (?:the )?team, bleibt, bleibt da, da, dabei, im team, toujours present, sigue en la empresa, sigue, continua na empresa, ainda na empresa, nadal pracuje, pracuje, aktiv, aktiviert, beschaftigt, angestellt, im dienst, im unternehmen, actif, en poste, en fonction, en activite,
  activo, activa, en activo, habilitad[oa], ativ[oa], em atividade, attiv[oa], in servizio, abilitat[oa], actief, in dienst, ingeschakeld, aktywn[yae], zatrudnion[yae], aktivni, aktif, calisiyor, активен, активна, работает, активний,
  aktiivinen, aktivt, ansat, ansatt, anstalld, activ, ενεργος, ενεργο, hoat dong
`)
const lasting = new RegExp(
  `^(?:(?:${around}) )*(?:${lastingWords})(?: (?:${around}))*$|^(?:有効|在職中?|在籍中?|在职|启用|啟用|활성|재직|재직중|نشط|مفعل|نشيط|פעיל|ใช้งาน)$`,
  'u',
)

/** Whether yes and no below a heading are about an account or an employment that lasts: "Currently employed". */
export const isHeadingOfActive = (heading: string): boolean => lasting.test(plainHeading(heading))

/** A path of a directory: an organizational unit may be one of leavers, the name of a user is not. */
const path = /^\s*\/|(?:^|,)\s*OU\s*=/iu

/** A whole unit: "Disabled Users", but neither "Archived Projects" nor "Closed deals". */
const unitOfLeavers = new RegExp(
  `^(?:(?:${around}|people|objects|identities) )*(?:${leaving}|${gone})(?: (?:${around}|accounts|people|objects|identities|employees))*$`,
  'u',
)

/** Whether a cell is a path to a part of a directory for users who left: "/Leavers", "CN=Ana,OU=Disabled Users". */
export function isPathOfLeavers(cell: string): boolean {
  if (!path.test(cell)) return false
  const units = cell.trimStart().startsWith('/') ? cell.split('/') : (cell.match(/(?<=OU\s*=)[^,]*/giu) ?? [])
  return units.some((unit) => unitOfLeavers.test(spaced(unit)) || unspacedLeaving.test(unit))
}

/** A mark behind a name: "Ana Lee (left)", "[INACTIVE] Ana". */
const marks = /[([]([^()[\]]{2,30})[)\]]/gu
const markOfLeaver = new RegExp(
  `^(?:${leaving}|left|gone|blocked|locked|deleted|removed|ex|ausgeschieden|geloscht)$`,
  'u',
)

/** What sorts a unit of users who left behind all others: "ZZ_Inactive", "9999 - Leavers". */
const sorting = /^(?:z{2,}|x{2,}|_+|\d+)[\s_.:-]+/iu

/** Whether a name carries a mark of a user who left, or a unit is one of such users. */
export function isMarkedAsLeaver(cell: string): boolean {
  const unit = cell.trimStart()
  if (sorting.test(unit) && unitOfLeavers.test(spaced(unit.replace(sorting, '')))) return true
  return /[([]/.test(cell) && Array.from(cell.matchAll(marks)).some(([, mark = '']) => markOfLeaver.test(spaced(mark)))
}

/** Before or behind a name: "zzz_Ana Lee", "OLD Ana Lee", "Ana Lee (until 31 Dec)". */
const markBeforeName =
  /^_*(?:(?:[zZ]{3,}[\s_.-]*|[zZ]{2}[\s_.-]+)(?=\p{L})|(?:DELETED|OLD|LEFT|INACTIVE|DISABLED|FORMER|LEAVER|EX|Ex)[\s_:-]+(?=\p{Lu}))/u
const timeBehindName = /[([](?:bis|until|till|ab|from|jusqu\S*|hasta|fino al?|tot|do|до)\s[^()[\]]*\d/iu

/** Whether the name of a user carries what people write before or behind the names of those who left or leave. */
export const isMarkedName = (name: string): boolean => markBeforeName.test(name.trim()) || timeBehindName.test(name)
