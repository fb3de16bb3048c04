import { comparableName } from '../account/name-index.ts'
import { isBlankLike } from './upload-blank.ts'
import { isDay } from './upload-condition.ts'
import { readFlag } from './upload-flag.ts'
import { comparableHeading } from './upload-headings.ts'
import {
  isHeadingOfActive,
  isHeadingOfLeavers,
  isMarkedAsLeaver,
  isPathOfLeavers,
  isStateOfLeaver,
} from './upload-leaving.ts'

const list = (text: string): readonly string[] => text.split(',').map((entry) => entry.trim())

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
    mitglied, mitgliedschaft, wert, ajouter, attribue, membre, valeur, anadir, agregar, asignado, miembro, valor, aggiungere, assegnato, membro, adicionar, atribuido
  `)
    .map(comparableName)
    .join('|')})(?!\\p{L})`,
  'u',
)

/** Codes of a decision, below a heading that is over codes: "A" and "D" below "Op", or below "A/D". */
const codes = /^[acdegijklmrux]$/
const codeHeading =
  /^(?:op|ops|op ?code|code|(?:action|change|operation|transaction|row|record) (?:code|type|flag)|change|chg|crud|txn|jml|movement|art|kz|kennzeichen|bewegung|tipo)$|^\p{L}(?: \p{L}){1,3}$|^(?:add|grant|approve|assign|join|keep|include)(?: or)? (?:remove|revoke|drop|delete|reject|deny|unassign|leave|exclude)$/u

/** Whether a value below a heading decides on its row, as "Revoke" does. */
export function isDecision(value: string, heading: string): boolean {
  const text = comparableName(value)
  const word = text.replace(/[.!]+$/, '').replace(/lled$/, 'led')
  return decisions.has(word) || (codes.test(text) && codeHeading.test(comparableHeading(heading)))
}

/** Whether Muster cannot know what yes and no below a heading mean: none of its letters is Latin. */
export function isForeignHeading(heading: string): boolean {
  return /\p{L}/u.test(heading) && !/\p{Script=Latin}/u.test(heading)
}

/** What people and other systems write in a row of a user who is to lose something, or who left. */
const withdrawals = list(`
    remove, removed, removal, delete, deleted, deletion, revoke, revoked, withdraw, withdrawn, unassign, unassigned, leaver, leavers, leave, leaving, left,
    left company, left the company, has left, terminate, terminated, termination, offboard, offboarded, offboarding, deprovision, deprovisioned, deactivated, departed, resigned, retired,
    deceased, former, former employee, ex employee, no longer employed, exit, exited, reject, rejected, deny, denied, decline, declined, cancel, canceled,
    do not add, do not apply, do not process, not approved, exclude, excluded, skip, ignore, on hold, entfernen, entfernt, löschen, gelöscht, entziehen, entzogen, austritt, ausgetreten,
    ausgeschieden, gekündigt, abgang, ehemalig, abgelehnt, nicht genehmigt, zurückgezogen, supprimer, supprimé, retirer, retiré, départ, parti, partie, sorti, refusé, quitar, eliminar,
    eliminado, retirado, baja, cesado, despedido, rechazado, remover, removido, desligado, demitido, rejeitado, rimuovere, rimosso, dimesso, cessato, rifiutato, verwijderen,
    verwijderd, uit dienst, afgewezen, usuń, usunąć, usunięty, zwolniony, удалить, удален, удалён, уволен, уволена, отклонено, ayrıldı, kaldır, 削除, 退職, 退職済, 却下, 删除, 移除,
    离职, 已离职, 離職, 拒绝, 삭제, 제거, 퇴사, 퇴직, إزالة, حذف, مستقيل, مرفوض,
    sil, silindi, silinecek, çıkar, çıkarıldı, iptal, iptal edildi, reddedildi, işten ayrıldı, işten çıkarıldı, istifa, istifa etti, emekli,
    odszedł, odeszła, zwolniona, odebrać, odrzucony, odrzucona, odrzucone, anulowany, wycofany, były pracownik,
    odstranit, odstraněn, odebrat, smazat, zrušit, zrušeno, zamítnuto, odešel, odešla, propuštěn, ukončen, ukončeno, bývalý, vymazať, odstrániť,
    διαγραφή, αφαίρεση, κατάργηση, απορρίφθηκε, αποχώρησε, αποχώρηση, παραιτήθηκε, απολύθηκε, ακυρώθηκε,
    уволился, уволилась, уволенный, увольнение, отозвать, отозвано, отказано, отменено, убрать, исключить, исключен, видалити, видалено, вилучити,
    звільнений, звільнена, звільнено, відхилено, скасовано, מחק, מחיקה, למחוק, הסר, הסרה, להסרה, עזב, עזבה, פוטר, פוטרה, התפטר, התפטרה, נדחה, בוטל,
    ลบ, ลบออก, นำออก, ลาออก, ลาออกแล้ว, พ้นสภาพ, ปฏิเสธ, ยกเลิก, ไม่อนุมัติ, เลิกจ้าง, 退職者, 退社, 退会, 取消, 削除済, 解除, 除外, 抹消,
    撤销, 取消, 驳回, 已删除, 刪除, 已離職, 辞职, 辭職, 退休, 拒絕, 駁回, 撤銷, 퇴사자, 퇴직자, 해지, 취소, 반려, 거부, 해고,
    törlés, törlendő, törölve, törölt, kilépett, elutasítva, megszűnt, visszavonva, ta bort, borttagen, raderad, slutat, avslutad, avslutat, uppsagd,
    fjern, fjernes, slet, slett, slettet, fratrådt, afvist, opsagt, sluttet, avslått, avvist, poista, poistettu, poistetaan, lähtenyt, irtisanottu, eronnut, hylätty,
    șterge, eliminat, plecat, concediat, demisionat, respins, anulat, xóa, nghỉ việc, đã nghỉ việc, thôi việc, từ chối, hapus, dihapus, keluar, ditolak,
    हटाएं, हटाएँ, हटा दें, इस्तीफा, सेवानिवृत्त, अस्वीकृत
  `)
/** What directories and HR systems write for an account or an employment that has ended or is interrupted. */
const endings = list(`
    inactive, suspended, disabled, archived, separated, dismissed, account disabled, inaktiv, deaktiviert, gesperrt, archiviert, stillgelegt,
    inactif, désactivé, désactivée, suspendu, suspendue, archivé, archivée, inactivo, inactiva, desactivado, desactivada, suspendido, suspendida,
    inativo, inativa, desativado, desativada, suspenso, suspensa, inattivo, inattiva, disattivato, disattivata, sospeso, sospesa, inactief, gedeactiveerd,
    geblokkeerd, nieaktywny, zablokowany, неактивен, неактивный, отключен, отключён, заблокирован, приостановлен, 無効, 停止, 停止中, 停用, 已停用, 禁用, 已禁用,
    비활성, 비활성화, 정지, غير نشط, معطل, موقوف, pasif, inaktif, devre dışı, askıda, askıya alındı, kapalı, nieaktywna, nieaktywne, zawieszony, zawieszona,
    zablokowana, wyłączony, zarchiwizowany, neaktivní, deaktivován, deaktivovaný, pozastaven, pozastaveno, zablokován, zablokovaný, zakázán, zakázáno,
    ανενεργός, ανενεργή, ανενεργό, απενεργοποιημένος, απενεργοποιημένο, σε αναστολή, неактивна, неактивно, не активен, отключена, заблокирована,
    деактивирован, архив, в архиве, неактивний, неактивна, заблокований, призупинено, לא פעיל, לא פעילה, מושבת, מושהה, חסום, חסומה, מוקפא,
    ไม่ใช้งาน, ระงับ, ระงับการใช้งาน, ปิดใช้งาน, ถูกระงับ, พักงาน, 休職, 利用停止, 凍結, 停止済, 無効化, 冻结, 已冻结, 注销, 已注销, 註銷, 중지, 정지됨, 휴직,
    inaktív, felfüggesztve, letiltva, zárolva, avstängd, spärrad, inaktiverad, deaktiveret, suspenderet, spærret, deaktivert, suspendert, sperret,
    ei aktiivinen, jäädytetty, lukittu, inactiv, suspendat, dezactivat, blocat, không hoạt động, ngừng hoạt động, bị khóa, tạm ngưng,
    nonaktif, non aktif, tidak aktif, ditangguhkan, diblokir, निष्क्रिय, निलंबित
  `)
/** Those of them that are names of people and departments as well, or say of something else that it is off or over. */
const ambiguousWords = list(`
    sil, çıkar, kapalı, архив, в архиве, פוטר, בוטל, 해지, slet, slett, fjern, xóa, eronnut, avslutad, avslutat, 解除, ลบ
  `)
const longestWithdrawal = Math.max(...[...withdrawals, ...endings].map(({ length }) => length)) + 2
const capitalsOf = (word: string, locale: string) => [
  word.toLocaleUpperCase(locale),
  word.charAt(0).toLocaleUpperCase(locale) + word.slice(1),
]
// In the spellings of a cell: each is looked up among millions.
const spellingsOf = (words: readonly string[]) =>
  new Set(
    words
      .flatMap((word) => [word, comparableName(word), word.replace(/led$/, 'lled')])
      .flatMap((word) => [word, ...capitalsOf(word, 'en'), ...capitalsOf(word, 'tr')])
      .flatMap((word) => [word, `${word}.`, `${word}!`]),
  )
const withdrawalSpellings = spellingsOf(withdrawals)
const endingSpellings = spellingsOf(endings)
const otherSpellings = spellingsOf(ambiguousWords)

/** Headings over a state, and the codes below them of one that has ended: inactive, terminated, suspended. */
const states =
  /(?:status|(?<!\p{L})(?:state|statut|estado|stato|статус|стан|durum|durumu|stav|κατασταση|allapot|tila|stare|trang thai|situation|situacion|situacao|situazione|lifecycle))(?: (?:text|name|description|bezeichnung|stage|phase))?$|状態|状态|狀態|상태|الحالة|סטטוס|מצב|สถานะ|स्थिति/u
/** Headings over a state or a decision of the whole row; one without a name may be. */
const ofRow =
  /(?<!\p{L})(?:status|state|statut|estado|stato|статус|стан|состояние|durum|durumu|stav|κατασταση|allapot|tila|stare|trang thai|action|operation|op|decision|islem|karar|akce|akcja|rozhodnuti|atgard|handling|toimenpide|muvelet|actiune|ενεργεια|действие|операция|решение|дія|thao tac|tindakan|aksi|column \d+)(?!\p{L})|状態|状态|狀態|処理|対応|区分|操作|상태|작업|조치|الحالة|סטטוס|מצב|פעולה|สถานะ|ดำเนินการ|ดําเนินการ|स्थिति/u
/** Whether a heading is over the state of an account or an employment, as "Active" or "Suspended" is. */
export function isStateHeading(heading: string): boolean {
  const name = comparableHeading(heading)
  return states.test(name) || isHeadingOfActive(heading) || isHeadingOfLeavers(heading)
}

const endedCode = /^[idtlsxrw]$/i
/** Headings over the state of something else than an account or an employment. */
const otherStates =
  /(?<!\p{L})(?:passwor[dt]\p{L}*|mfa|2fa|2sv|factors?|licen[cs]es?|lizenz\p{L}*|tokens?|certificates?|zertifikat\p{L}*|devices?|sync|mailbox|subscriptions?|notifications?|marital|civil|familienstand|tickets?|cases?|incidents?|issues?|tasks?|projects?|projekt\p{L}*|projets?|proyectos?|requests?|anfrage\p{L}*|antrag\p{L}*|demandes?|solicitud\p{L}*|orders?|bestell\p{L}*|commandes?|pedidos?|trainings?|courses?|schulung\p{L}*|kurs\p{L}*|formations?|formacion|vaccin\p{L}*|impf\p{L}*|vacunacion|visas?|visum|passports?|laptops?|hardware|assets?|badges?|invoices?|rechnung\p{L}*|factur\p{L}*|payments?|zahlung\p{L}*|deliver\p{L}*|shipments?|background checks?)(?!\p{L})/u

/** Headings over paths of files and pages, not of a directory of users. */
const otherPaths =
  /(?<!\p{L})(?:home|urls?|links?|web ?\p{L}*|pages?|folders?|files?|documents?|photos?|pictures?|avatar)(?!\p{L})/u

/** Headings over remarks in words of their own. */
const remarks =
  /(?<!\p{L}|(?:group|role|bot|job|position|product) )(?:comments?|remarks?|notes?|reasons?|justification|descriptions?|details|instructions?|requests?|message|bemerkung(?:en)?|anmerkung(?:en)?|kommentare?|hinweise?|notiz(?:en)?|grund|begrundung|beschreibung|vermerk|commentaires?|remarques?|motif|observacion(?:es)?|comentarios?|notas?|motivo|observac(?:ao|oes)|commenti?|note|opmerking(?:en)?|uwagi|komentarz|poznamk[ay]|poznamky|aciklama|notlar|megjegyzes(?:ek)?|σχολια|παρατηρησεις|σημειωσεις|huomautus|anteckning(?:ar)?|kommentar(?:er)?|observatii|ghi chu|catatan|keterangan|комментарий|примечание|примітка)(?!\p{L})|הערה|הערות|หมายเหตุ|टिप्पणी|備考|コメント|备注|備註|说明|비고|메모|ملاحظات|ملاحظة/u
/** What remarks add that the row must not pass without: to take away, not yet, not always, not at all. */
const reservations =
  /(?<!\p{L})(?:remov(?:e|ed|al|ing)|delet(?:e|ed|ion)|revo(?:ke|ked|cation)|leaver|has left|left the (?:company|team)|leaving|resigned|terminat(?:e|ed|ion)|offboard(?:ed|ing)?|deactivat(?:e|ed)|do(?:es)? not|don['’]t|must not|not (?:approved|needed|required|yet|any ?more)|no longer|on hold|wait for|instead of|only (?:if|until|after|when)|until|till|temporary|temporarily|expires?|unless|entfern(?:en|t)|lösch(?:en|t)|gelöscht|entzieh(?:en|t)|nicht(?: mehr)?|ausgeschieden|austritt|befristet|vorübergehend|nur (?:bis|wenn|falls)|erst (?:ab|nach|wenn)|bis (?:zum|ende|\d)|statt|supprimer|retirer|ne pas|jusqu['’]|temporaire|a quitté|eliminar|quitar|no (?:añadir|agregar|aprobado)|hasta|temporal|baja|remover|não|até|temporário|rimuovere|non (?:aggiungere|approvato)|fino al?|temporaneo|verwijderen|niet|tot|tijdelijk|usunąć|nie|do \d|удалить|не|до|временно|lütfen sil|sil(?:in|iniz|insin|inmeli|inmesi|inecek|indi)|ayrıl(?:dı|mış|acak|ıyor)\p{L}*|eklemeyin|\p{L}*[ae] kadar|odstranit|odebrat|smazat|odešel|odešla|nepřidávat|dočasně|διαγραφή|αφαίρεση|αποχώρησε|μην|δεν(?! υπάρχ)|έως|törölni|kilépett|ne (?:adj(?:a|uk|on|ák|átok)|kapj\p{L}*|vegy\p{L}*|rendel\p{L}*)|ideiglenes|ta bort|slutat|inte|tillfällig|fjern(?:e|es|et)?|ikke|midlertidig|poista|ei (?:saa|lisätä|tarvi\p{L}*|enää|vielä|hyväksy\p{L}*)|väliaikainen|șterge|nu (?:adăug\p{L}*|acord\p{L}*|mai|este|trebuie)|temporar|xóa|không(?! có(?: ghi chú)?\s*$)|hapus|jangan|sementara|видалити|тимчасово)(?!\p{L})|(?<!\p{L})[ושה]?(?:לא|למחוק|להסיר|עזבה?|עזבו|זמני|זמנית)(?!\p{L})|(?<=^|[^\p{L}\p{M}]|โปรด|กรุณา|ให้|ต้อง|ขอ|จะ|ควร|ที่|การ|ถูก)ลบ(?!\p{M})|ลาออก|ห้าม|อย่า(?!ง)|ไม่(?!(?:มี|ระบุ)(?:หมายเหตุ|ข้อมูล)?\s*$)|ชั่วคราว|हटा|削除|退職|まで|しない|不要|删除|移除|离职|不要|直到|삭제|제거|퇴사|까지|إزالة|حذف|حتى|مؤقت/iu

/** Whether a cell below "Reason for leaving" has one. */
const isWord = (cell: string) => !isBlankLike(cell.trim()) && readFlag(cell) !== false

/**
 * Whether a cell below a heading takes something away from the user of its row, or names them as one who left or
 * whose account is disabled: "Revoke", "Leaver", "Suspended", or "no" below "Active". A remark may do so in words of its own.
 */
export function withdrawalsBelow(heading: string): (cell: string) => boolean {
  const name = comparableHeading(heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).replace(/ \([^()]*\)$/, '')
  const isOther = otherStates.test(name)
  const isState = states.test(name) && !isOther
  const isEnd = !isOther && isHeadingOfLeavers(heading)
  const flag = isState || isHeadingOfActive(heading) ? false : isEnd ? true : null
  const isRemark = remarks.test(name)
  const isPlace = !otherPaths.test(name)
  const isOfState = flag !== null || ofRow.test(name) || isDecisionHeading(heading) || isTakingAway(heading)
  const isOfRow = isRemark || (isOfState && !isOther)
  return (cell) => {
    if (isRemark && reservations.test(cell)) return true
    if ((isPlace && isPathOfLeavers(cell)) || isMarkedAsLeaver(cell) || (isState && isStateOfLeaver(cell))) return true
    if (isEnd && (isDay(cell) || (isRemark && isWord(cell)))) return true
    const text = cell.length <= longestWithdrawal ? cell.trim() : ''
    if (!isOfRow && otherSpellings.has(text)) return false
    if (withdrawalSpellings.has(text) || (!isOther && endingSpellings.has(text))) return true
    return flag !== null && text !== '' && (readFlag(text) === flag || (isState && endedCode.test(text)))
  }
}

/** Whether yes and no under a heading decide on their rows, as under "Approved". */
export function isDecisionHeading(heading: string): boolean {
  return (
    decisionHeading.test(comparableHeading(heading)) ||
    /承認|要否|可否|確認|除外|保留|批准|是否|确认|核实|豁免|승인|확인|보류|제외|موافقة|التحقق|معفى/u.test(heading)
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
