import { comparableName } from '../account/name-index.ts'
import { isDay } from './upload-condition.ts'
import { readFlag } from './upload-flag.ts'
import { comparableHeading } from './upload-headings.ts'
import { isHeadingOfActive, isHeadingOfLeavers } from './upload-leaving.ts'

const list = (text: string): readonly string[] => text.split(',').map((entry) => entry.trim())

/** The words of a heading, without what it has in parentheses. */
export const wordsOfHeading = (heading: string) =>
  comparableHeading(heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
    .replace(/ \([^()]*\)$/, '')
    .replace(/ ?\?$/, '')

/** What people decide on a row: to add or to take away, to approve or to reject. */
const decisions = new Set(
  list(`
    +, add, added, addition, remove, removal, delete, deletion, revoke, grant, assign, unassign, approve, approved, reject,
    rejected, deny, denied, decline, declined, keep, retain, maintain, certify, certified, withdraw, withdrawn, cancel,
    canceled, pending, include, exclude, skip, ignore, update, change, no change, erase, provision, deprovision,
    join, leave, hinzufügen, hinzu, zuweisen, entfernen, löschen, entziehen, behalten, beibehalten, ändern, genehmigt,
    abgelehnt, ausstehend, zurückgezogen, ajouter, supprimer, retirer, conserver, approuvé, refusé, en attente, añadir, agregar,
    quitar, eliminar, mantener, aprobado, rechazado, pendiente, adicionar, remover, manter, aprovado, rejeitado,
    aggiungere, aggiungi, rimuovere, rimuovi, approvato, rifiutato, toevoegen, verwijderen, behouden, goedgekeurd, afgewezen,
    dodaj, usuń, добавить, удалить, одобрено, отклонено, 追加, 削除, 承認, 却下, 添加, 删除, 批准, 拒绝, إضافة, إزالة, حذف
  `).map(comparableName),
)
const decisionHeading = new RegExp(
  `(?<!\\p{L})(?:${list(`
    approve, approved, approval, include, included, process, apply, confirm, confirmed, accept, accepted, selected, keep, retain, skip,
    exclude, excluded, ignore, execute, genehmigt, genehmigung, freigegeben, freigabe, einschließen, übernehmen, ausführen, bestätigt,
    ausgewählt, behalten, überspringen, ausschließen, approuvé, inclure, confirmé, conserver, exclure, aprobado, incluir,
    confirmado, mantener, excluir, approvato, includere, aprovado, goedgekeurd, decision, needed, still needed, need, required, necessary, requested,
    granted, grant, authorized, authorised, allowed, permitted, eligible, in scope, sign off, signed off, done, completed, processed, entscheidung, benotigt, erforderlich,
    notig, gewunscht, berechtigt, erlaubt, erledigt, necessaire, requis, autorise, decisao, necesario, requerido, autorizado, decisione, necessario,
    richiesto, autorizzato, besluit, nodig, potrzebne, decyzja, решение, нужно, одобрено, verified, validated, checked, reviewed, agreed, consent, consented,
    exempt, exempted, exemption, hold, on hold, protected, opt out, opt in, deferred, postponed, frozen, gepruft, verifiziert, bestatigung, ausnahme, sperre, zuruckgestellt,
    einverstanden, zustimmung, verifie, verifiee, exempte, consentement, verificado, verificada, exento, consentimiento, verificato, esente, isento, gecontroleerd, vrijgesteld,
    zweryfikowano, проверено, исключение, add, assign, assigned, present, member, membership, enrolled, access, has access, value, hinzufugen, zugewiesen, vorhanden,
    mitglied, mitgliedschaft, wert, ajouter, attribue, membre, valeur, anadir, agregar, asignado, miembro, valor, aggiungere, assegnato, membro, adicionar, atribuido,
    zugriff, zugang, acceso, accès, acesso, accesso, dostęp, доступ, toegang, to be added, needs, wants, erteilen, vergeben, zugeteilt, beantragt, übertragen
  `)
    .map(comparableName)
    .join('|')})(?!\\p{L})`,
  'u',
)

const approvalWords =
  /(?<!\p{L})(?:approved?|approvals?|decision|sign(?:ed)? off|authori[sz](?:ed|ation)|resolution|genehmigt|genehmigung\p{L}*|freigabe\p{L}*|freigegeben|entscheidung|approuvee?|approbation|validation|validee?|aprobad[oa]|aprobacion|aprovad[oa]|aprovacao|decisao|approvat[oa]|approvazione|decisione|goedgekeurd|goedkeuring|besluit|zatwierdz\p{L}*|akceptacja|decyzja|одобрен\p{L}*|согласован\p{L}*|решение)(?!\p{L})|承認|決裁|批准|审批|승인|결재|موافقة/u
/** Of an approval, but not its outcome. */
const besideApproval =
  /(?<!\p{L})(?:by|on|at|date|time|comments?|notes?|reasons?|levels?|types?|ids?|no|numbers?|nr|link|makers?|groups?|chain|(?:work ?)?flow|e ?mails?|managers?|owners?|tickets?|ref|reference|path|policy|persons?|names?|limits?|(?:genehmigung|freigabe)s?(?:nummer|nr|stufe|art|grund|gruppe)|from|am|um|von|durch|datum|par|le|por|el|em|da|il|door|op|przez|kommentar\p{L}*|bemerkung\p{L}*)(?!\p{L})|[者日人자일]$/u
const approvers =
  /(?<!\p{L})(?:approvers?|genehmiger|approbateur|valideur|aprobador|aprovador|approvatore|goedkeurder|согласующий)(?!\p{L})/u

/** Whether a heading is over the outcome of an approval: only a known yes below it lets its row pass. */
export function isApprovalHeading(heading: string): boolean {
  const name = wordsOfHeading(heading)
  return approvalWords.test(name) && !besideApproval.test(name)
}

/** Whether a blank below a heading, beside rows with a value, leaves its row without an approval: "Approved", "Approved on". */
export function isFilledByApproval(heading: string): boolean {
  const name = wordsOfHeading(heading)
  return (
    isApprovalHeading(heading) ||
    approvers.test(name) ||
    /(?<!\p{L})(?:approved|genehmigt|freigegeben|approuve|aprobado|aprovado|approvato|goedgekeurd) (?:by|on|at|am|von|durch|par|le|por|el|em|da|il|door|op)(?!\p{L})|承認[者日]/u.test(
      name,
    )
  )
}

const approvedWords = list(`
  approve, approved, approves, auto approved, auto-approved, automatically approved, fully approved, granted, genehmigt, freigegeben, bewilligt, approuvé, approuvée, validé, validée, aprobado, aprobada,
  aprovado, aprovada, approvato, approvata, goedgekeurd, zatwierdzony, zatwierdzona, zatwierdzone, zatwierdzono, zaakceptowano, одобрено, одобрен, согласовано, утверждено,
  承認, 承認済, 承認済み, 批准, 已批准, 通过, 已通过, 审批通过, 승인, 승인됨, 승인완료, تمت الموافقة, معتمد
`).map(comparableName)
const approved = new Set(approvedWords)
const positive = new Set([
  ...approvedWords,
  ...list(`
    accept, accepted, ok, okay, confirm, confirmed, authorized, authorised, allowed, agreed, passed, certify, certified, signed off, done, fixed, resolved, complete, completed,
    erteilt, zugestimmt, bestätigt, einverstanden, erledigt, accepté, acceptée, accordé, autorisé, d'accord, aceptado, concedido, autorizado, aceito, accettato, autorizzato, akkoord, 同意, موافق
  `).map(comparableName),
])
const additions = new Set(
  list(`
    +, add, added, addition, grant, assign, join, include, provision, hinzufügen, hinzu, zuweisen, ajouter, añadir, agregar, adicionar, aggiungere, aggiungi, toevoegen,
    dodaj, добавить, 追加, 添加, إضافة
  `).map(comparableName),
)
const approvedBy = /^(?:auto(?:matically)? |fully |manager )?approved (?:by|on|at|per|via) /u

/** Whether a value is a known yes: "Approved", "ok", or the day of an approval. */
export function isPositive(value: string): boolean {
  const word = comparableName(value).replace(/[.!]+$/, '')
  return positive.has(word) || readFlag(value) === true || approvedBy.test(word) || isDay(value)
}

/** Headings below which a yes is no reason to apply the row: "Skip", "Keep", "Done", and "Value", which may be of anything. */
const notAffirmed =
  /(?<!\p{L})(?:skip|exclu\p{L}*|ignore|exempt\p{L}*|hold|protected|opt out|deferred|postponed|frozen|keep|retain|done|completed|processed|value|behalten|uberspringen|ausschlie\p{L}*|ausnahme|sperre|zuruckgestellt|erledigt|wert|conserver|exclure|valeur|mantener|excluir|valor|exent[oe]|esente|isento|vrijgesteld|исключение)(?!\p{L})|除外|保留|豁免|보류|제외|معفى/u
/** Whether a yes below a heading is a reason to apply the row. */
export const isAffirmed = (heading: string) => !notAffirmed.test(comparableHeading(heading)) && !isTakingAway(heading)

/** Whether all values below a heading let their rows pass, as "Approved" or "Add" does. */
function isGranted(heading: string, values: readonly string[]): boolean {
  const isKnown = isDecisionHeading(heading) || !isForeignHeading(heading)
  const lets = (value: string) => isPositive(value) || additions.has(comparableName(value))
  return values.length > 0 && isKnown && isAffirmed(heading) && values.every(lets)
}

/** Whether some rows below the heading of a state are approved, and others are not. */
function isPartlyApproved(heading: string, values: readonly string[]): boolean {
  if (!states.test(wordsOfHeading(heading))) return false
  return values.some((value) => approved.has(comparableName(value))) && !values.every(isPositive)
}

/** Codes of a decision, below a heading that is over codes: "A" and "D" below "Op", or below "A/D". */
const codes = /^[abcdegijklmrsux]$/
const codeHeading =
  /^(?:op|ops|op ?code|code|(?:action|change|operation|transaction|row|record|movement|event) (?:code|type|flag)|flag|delta|diff|in out|movement|movimiento|movimento|mouvement|bewegung|mutation|change|chg|crud|txn|jml|movement|art|kz|kennzeichen|bewegung|tipo)$|^\p{L}(?: \p{L}){1,3}$|^(?:add|grant|approve|assign|join|keep|include)(?: or)? (?:remove|revoke|drop|delete|reject|deny|unassign|leave|exclude)$/u

/** Whether a value below a heading decides on its row, as "Revoke" does. */
export function isDecision(value: string, heading: string): boolean {
  const text = comparableName(value)
  const word = text.replace(/[.!]+$/, '').replace(/lled$/, 'led')
  return decisions.has(word) || (codes.test(text) && codeHeading.test(comparableHeading(heading)))
}

/** Whether Muster cannot know what yes and no below a heading mean: none of its letters is Latin. */
function isForeignHeading(heading: string): boolean {
  return /\p{L}/u.test(heading) && !/\p{Script=Latin}/u.test(heading)
}

/** Headings over a state. */
export const states =
  /(?:status|(?<!\p{L})(?:state|statut|estado|stato|статус|стан|durum|durumu|stav|κατασταση|allapot|tila|stare|trang thai|situation|situacion|situacao|situazione|lifecycle))(?: (?:text|name|description|bezeichnung|stage|phase|codes?|cd|key|kz))?$|^(?:(?:emp|empl|employee|user|account|hr|acct) )?sta?ts?$|状態|ステータス|状态|狀態|상태|الحالة|סטטוס|מצב|สถานะ|स्थिति/u
/** Whether a heading is over the state of an account or an employment, as "Active" or "Suspended" is. */
export function isStateHeading(heading: string): boolean {
  const name = comparableHeading(heading)
  return states.test(name) || isHeadingOfActive(heading) || isHeadingOfLeavers(heading)
}

/** Headings that are only the answers, or one word of an instruction. */
const answers =
  /^(?:yes(?: or)? no|no yes|ja nein|oui non|si no|sim nao|si o no|tak nie|да нет|evet hayir|はい いいえ|是 否|[yjost] n|ok|okay|pick|use|used|in use|in|genutzt|relevant|valid|gultig|correct|korrekt|richtig|stimmt|go|go no go|import|importieren|load|sync|migrate|migrieren|transfer)$/u
/** Questions about a person or their work, of which access is none. */
const ofPerson =
  /(?<!\p{L})(?:hybrid|remote|home ?office|extern\p{L}*|contractors?|vip|first aid\p{L}*|driver\p{L}*|parking|trained|nda|gdpr|laptop|headset|mfa|2fa|licen\p{L}*|works council|betriebsrat|union|full time|part time|vollzeit|teilzeit|vegetarian|vegan|smoker|disab\p{L}*|newsletter|manager|lead)(?!\p{L})/u
const isQuestion = (heading: string) => /[?？؟]\s*$/u.test(heading) && !ofPerson.test(wordsOfHeading(heading))

/** Headings over what a flag beside them is to become: "Change to", "Soll". */
const newValue =
  /^(?:changed? to|change into|new(?: value)?|to be|target|desired|proposed|final|after|should be|soll(?:wert)?|neu(?:er wert)?|kunftig|nachher|wunsch|apres|nouve(?:au|lle)|cible|nuevo|nueva|despues|deseado|novo|nova|depois|desejado|nuovo|nuova|dopo|nieuw|na|nowy|nowa|po|новый|новое|после|yeni|変更後|新|更新后|变更后|변경후|변경 후|الجديد|بعد)$/u

/** Whether a heading is over what a flag beside it is to become. */
export const isHeadingOfNewValue = (heading: string): boolean => newValue.test(wordsOfHeading(heading))

/** What is verified or completed, and decides on nothing: "Email verified". */
const ofElse =
  /^(?:e ?mails?|mail|phone|mobile|mfa|address) (?:is )?verified$|(?<!\p{L})(?:trainings?|schulung\p{L}*|courses?|kurs\p{L}*)(?!\p{L})/u

/** Whether yes and no under a heading decide on their rows, as under "Approved". */
export function isDecisionHeading(heading: string): boolean {
  const name = wordsOfHeading(heading)
  if (ofElse.test(name)) return false
  return (
    answers.test(name) ||
    isQuestion(heading) ||
    decisionHeading.test(comparableHeading(heading)) ||
    /承認|要否|可否|確認|対象|除外|保留|批准|是否|确认|核实|豁免|승인|확인|보류|제외|موافقة|التحقق|معفى/u.test(heading)
  )
}

const mostlyDecided = 0.5

/**
 * Whether the values below a heading decide on their rows, as "Revoke" does, and do not let all of them pass. Beside
 * blanks, which may be a no, "Approved" decides as well.
 */
export function isDecidedBelow(heading: string, values: readonly string[], hasBlanks = false): boolean {
  if (values.length === 0 || (!hasBlanks && isGranted(heading, values))) return false
  const mostAre = (is: (value: string) => boolean) => values.filter(is).length >= values.length * mostlyDecided
  const isOfFlags = isDecisionHeading(heading) || isForeignHeading(heading)
  return (
    isPartlyApproved(heading, values) ||
    mostAre((value) => isDecision(value, heading)) ||
    (isOfFlags && mostAre((value) => readFlag(value) !== null))
  )
}

const takingAway =
  /(?<!\p{L})(?:remov(?:e|als?|ing)|delet(?:e|ions?|ing)|revo(?:ke|cations?|king)|leavers?|offboarding|terminat(?:e|ed|ion|ions)|deprovision\p{L}*|withdraw\p{L}*|exclu(?:de[sd]?|ding|sions?|re|ir)|ausschliess\p{L}*|escludere|uitsluiten|take (?:out|away)|entfern(?:en|ung)|losch(?:en|ung)|entziehen|entzug|austritte?|abgange?|supprimer|suppression|retir(?:er|ait)|departs?|sorties|salidas|egresos|ceses|uscite|dimission[ei]|saidas|desligamentos?|uit ?dienst|zwolnieni[ae]|quitar|eliminar|bajas?(?! california)|remover|rimuovere|rimozione|verwijderen|usun(?:ac)?|удалить|удаление|видалити|вилучити|sil|silin?mesi|kaldir|odebrat|odstranit|smazat|torol|torles|eltavolitas|sterge(?:re)?|elimina|poista|poistetaan|ta bort|radera|fjern(?:es)?|slett?(?:es)?|hapus|xoa|ukloni|obrisi|διαγραφη|αφαιρεση)(?!\p{L})|削除|退職|删除|刪除|移除|离职|離職|삭제|제거|퇴사|إزالة|حذف|ازالة|(?<=^|[^\p{L}\p{M}]|โปรด|กรุณา|ให้|ต้อง|ขอ|จะ|ควร|ที่|การ|ถูก|กลุ่ม|ผู้ใช้)ลบ(?!\p{M})|ลาออก|हटा|(?<!\p{L})[ושהל]?(?:מחק|מחיקה|מחיקת|מחוק|הסר|הסרה|הסרת|הסיר)(?!\p{L})/u

/** Whether a title or a line above or between rows speaks of taking away: "Leavers: remove access". */
export function isTakingAway(text: string): boolean {
  return takingAway.test(comparableName(text))
}

const withoutEffect =
  /(?<!\p{L})(?:rejected|rejections|declined|denied|not approved|unapproved|do not (?:use|import|upload|process|apply|send)|obsolete|superseded|outdated|cancell?ed|withdrawn|pending|on hold|draft|abgelehnte?n?|nicht (?:verwenden|importieren|genehmigte?)|entwurf|veraltet|uberholt|stornierte?|ausstehende?|brouillon|refusee?s?|rejetee?s?|annulee?s?|obsolete?s?|perimee?s?|en attente|ne pas (?:utiliser|importer)|borrador|rechazad[oa]s?|anulad[oa]s?|obsolet[oa]s?|pendientes?|no (?:usar|importar)|bozza|rifiutat[aeio]|annullat[aeio]|in attesa|rascunho|rejeitad[oa]s?|cancelad[oa]s?|pendentes?|nao (?:usar|importar)|afgewezen|niet gebruiken|odrzucone|anulowane|черновик|отклонен\p{L}*|отменен\p{L}*)(?!\p{L})|却下|下書き|取消|無効|草稿|草案|拒绝|拒絕|作废|作廢|초안|반려|취소|مرفوض|مسودة|ملغ/u
/** A time from which or until which a whole list is to hold. */
const limited =
  /(?<!\p{L})(?:valid|effective|expires?|expiring|temporary|until|gultig|wirksam|befristet|valables?|jusqu|provisoires?|valid[oa]s?|vigente|hasta|temporal|scade|valevole|geldig|wazne|действ\p{L}*)(?!\p{L})[^\n]*\d|(?:有効|有效|유효|まで|까지|ساري|صالح)[^\n]*\d|\d[^\n]*(?:まで|까지)/u

/** Whether a title, or the name of a file or a sheet, keeps the rows from taking effect, now or for ever: "Rejected", "Draft", "Valid until 31 March". */
export function isWithoutEffect(text: string): boolean {
  const lines = text.split('\n').map((line) => comparableName(line.replaceAll(/[_-]+/g, ' ')))
  return lines.some((line) => withoutEffect.test(line) || limited.test(line))
}

const adding =
  /(?<!\p{L})(?:add|hinzu|zuweis|ajout|anad|agreg|adicion|aggiun|toevoeg|doda[jć]|добав)|追加|添加|إضافة|للإضافة/u

/** Whether a heading is over names to add. */
export function isAdding(heading: string): boolean {
  return adding.test(comparableHeading(heading))
}
