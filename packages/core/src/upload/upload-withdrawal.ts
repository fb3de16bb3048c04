import { comparableName } from '../account/name-index.ts'
import { isBlankLike } from './upload-blank.ts'
import { isDay } from './upload-condition.ts'
import {
  isAffirmed,
  isApprovalHeading,
  isDecisionHeading,
  isHeadingOfNewValue,
  isPositive,
  isTakingAway,
  isWithoutEffect,
  states,
  wordsOfHeading,
} from './upload-decision.ts'
import { readFlag } from './upload-flag.ts'
import { isSignInName } from './upload-headings.ts'
import {
  isHeadingOfActive,
  isHeadingOfLeavers,
  isMarkedAsLeaver,
  isMarkedName,
  isOfLeavers,
  isPathOfLeavers,
  isStateOfLeaver,
} from './upload-leaving.ts'
import { namesUsers } from './upload-user-heading.ts'

const list = (text: string): readonly string[] => text.split(',').map((entry) => entry.trim())

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
    हटाएं, हटाएँ, हटा दें, इस्तीफा, सेवानिवृत्त, अस्वीकृत, removal request, access removal, 対象外, 제외,
    ex mitarbeiter, ehemalige, ehemalige mitarbeiter, ex collaborateur, ex empleado, ex dipendente,
    unassignment, deassign, deprovisioning, disablement, mover out, take away, take out, entzug, entziehung, widerruf, entfernung, löschung, retrait, révocation,
    revocación, desasignación, retiro, remoção, revogação, desativação, desactivación, revoca, rimozione, disabilitazione, disattivazione, cessazione, intrekken, intrekking,
    verwijdering, ontnemen, uitdiensttreding, odebranie, usunięcie, cofnięcie, zwolnienie, забрать, отозвать, отзыв, удаление, изъятие, отключение, kaldırma, çıkarma, geri alma,
    גריעה, ביטול הרשאה, 移出, 收回, 撤回, 해제, 회수, 회수함, 탈퇴, سحب, إلغاء الصلاحية, سحب الصلاحية, ถอน, ถอนสิทธิ์
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
    cancellation, cancelation, revocation, deactivation, decommission, disconnection, not ok, nok, n.i.o., failed, nope, disapproved, unapproved, not confirmed, not certified, not granted,
    not authorized, not authorised, not allowed, not eligible, ineligible, no longer, not any more, not anymore, nicht mehr, ya no, non più, niet meer, już nie, больше нет, del, rem, out, raus, weg,
    drop, dropped, entf, off, al, silme, exclusion, exclusão, exclusión, sortie, salida, saída, uscita, removal only, 除名, 脱退, 退出, إلغاء, إنهاء, ביטול, ยกเลิก, stornierung, annulation, cancelación, cancelamento, annullamento, منتهي, sil, çıkar, kapalı, архив, в архиве, פוטר, בוטל, 해지, slet, slett, fjern, xóa, eronnut, avslutad, avslutat, 解除, ลบ
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
const withdrawalSpellings = spellingsOf([...withdrawals, ...ambiguousWords])
const endingSpellings = spellingsOf(endings)
const otherSpellings = spellingsOf(ambiguousWords)

/** Headings over a state or a decision of the whole row; one without a name may be. */
const ofRow =
  /(?<!\p{L})(?:status|state|statut|estado|stato|статус|стан|состояние|durum|durumu|stav|κατασταση|allapot|tila|stare|trang thai|action|operation|op|decision|islem|karar|akce|akcja|rozhodnuti|atgard|handling|toimenpide|muvelet|actiune|ενεργεια|действие|операция|решение|дія|thao tac|tindakan|aksi|column \d+)(?!\p{L})|状態|状态|狀態|処理|対応|区分|操作|상태|작업|조치|الحالة|סטטוס|מצב|פעולה|สถานะ|ดำเนินการ|ดําเนินการ|स्थिति/u
/** Codes of states that have ended: inactive, terminated, suspended. */
const endedCode = /^[idtlsxrw]$/i
/** Headings over the state of something else than an account or an employment. */
const otherStates =
  /(?<!\p{L})(?:passwor[dt]\p{L}*|mfa|2fa|2sv|factors?|licen[cs]es?|lizenz\p{L}*|tokens?|certificates?|zertifikat\p{L}*|devices?|sync|mailbox|subscriptions?|notifications?|marital|civil|familienstand|tickets?|cases?|incidents?|issues?|tasks?|projects?|projekt\p{L}*|projets?|proyectos?|requests?|anfrage\p{L}*|antrag\p{L}*|demandes?|solicitud\p{L}*|orders?|bestell\p{L}*|commandes?|pedidos?|trainings?|courses?|schulung\p{L}*|kurs\p{L}*|formations?|formacion|vaccin\p{L}*|impf\p{L}*|vacunacion|visas?|visum|passports?|laptops?|hardware|assets?|badges?|invoices?|rechnung\p{L}*|factur\p{L}*|payments?|zahlung\p{L}*|deliver\p{L}*|shipments?|background checks?)(?!\p{L})/u

/** Headings over paths of files and pages, not of a directory of users. */
const otherPaths =
  /(?<!\p{L})(?:home|urls?|links?|web ?\p{L}*|pages?|folders?|files?|documents?|photos?|pictures?|avatar)(?!\p{L})/u

/** States of a request that is not decided, or that came to nothing. */
const undecided =
  /(?<!\p{L})(?:awaiting|waiting (?:for|on)|pending (?:l ?\d|approv\p{L}*|managers?|reviews?|decisions?|requests?|authori\p{L}*|sign|hr|owners?)|(?:not yet )?requested|to be (?:approved|requested|confirmed)|not approved|no longer (?:required|needed)|won['’]?t do|closed (?:skipped|incomplete)|skipped|genehmigung (?:steht aus|offen|ausstehend)|in prufung|wartet|warten auf|beantragt|angefragt|a valider|a approuver|en cours de validation|por aprobar|en revision|pendiente de|aguardando|a aprovar|em analise|in attesa|da approvare|do zatwierdzenia|oczekuje|на согласовании|ожидает)(?!\p{L})|申請中|差戻|審査中|承認待|待审批|审批中|待审核|승인 ?대기|심사 ?중|بانتظار|قيد (?:المراجعة|الموافقة)/u

/** Headings over remarks in words of their own. */
const remarks =
  /(?<!\p{L}|(?:group|role|bot|job|position|product) )(?:comments?|remarks?|notes?|reasons?|justification|descriptions?|details|instructions?|requests?|message|bemerkung(?:en)?|anmerkung(?:en)?|kommentare?|hinweise?|notiz(?:en)?|grund|begrundung|beschreibung|vermerk|commentaires?|remarques?|motif|observacion(?:es)?|comentarios?|notas?|motivo|observac(?:ao|oes)|commenti?|note|opmerking(?:en)?|uwagi|komentarz|poznamk[ay]|poznamky|aciklama|notlar|megjegyzes(?:ek)?|σχολια|παρατηρησεις|σημειωσεις|huomautus|anteckning(?:ar)?|kommentar(?:er)?|observatii|ghi chu|catatan|keterangan|комментарий|примечание|примітка)(?!\p{L})|הערה|הערות|หมายเหตุ|टिप्पणी|備考|コメント|备注|備註|说明|비고|메모|ملاحظات|ملاحظة/u
/** Headings over what is to change, or what came out of a review, in words of their own. */
const changes =
  /(?<!\p{L}|(?:group|role|bot|job|position|product) )(?:infos?|errors?|warnings?|problems?|fehler|warnung(?:en)?|probleme?|erreurs?|errores|errori|zusatz|besonderheiten|bem|anm|obs|feedback|sonstiges|misc|other|additional info(?:rmation)?|(?:action|change)s? (?:required|requested)|(?:requested|desired) changes?|changes?|to do|next steps?|anderung\p{L}*|wunsch|anliegen|cambios?|modifications?|zmian[ay]|alterac(?:ao|oes)|modific(?:a|he)|wijziging\p{L}*|изменени[ея]|summary|subject|betreff|tickets?|tasks?|aufgaben?|activity|outcome|results?|ergebnis\p{L}*|recommendations?|empfehlung\p{L}*|audit(?: \p{L}+)?|verdict|(?:manager |reviewer )?(?:response|answer)|antwort|reponse|respuesta|resposta|risposta|(?:lifecycle )?event(?: type)?|(?:type|art) (?:of change|der anderung)|vorgang\p{L}*|treatment|disposition|proposal|column \d+)(?!\p{L})|変更|回答|التغيير/u
/** Headings over the kind of a request or a change, in which "Cancellation" may take something away. */
const requestKinds =
  /^(?:(?:type|kind|direction|movement|mutation|transaction|art|typ|tipo|soort|tur|tip|sens|in out|movimiento|movimento|mouvement|bewegung|тип|вид|тип изменения|islem tipi|rodzaj|rodzaj zmiany|typ zmiany))$|区分|種別|类型|類型|유형|구분|종류|النوع|نوع|סוג|ประเภท|(?:request|change|access|movement|transaction|ticket|event|jml) (?:type|kind|category|reason)$|^(?:type|kind|category) of (?:request|change|access|movement)$|^(?:antragsart|anforderungsart|anderungsart|art der anderung|vorgangsart|type de (?:demande|mouvement)|tipo (?:de )?(?:solicitud|cambio|movimiento|movimento|pedido|richiesta))$/u
/** Headings over an employment itself, which may have ended: "ended 30.09.2026". */
const employments =
  /^(?:employment|contract|work contract|vertrag|arbeitsvertrag|arbeitsverhaltnis|beschaftigung|contrat|contrato|contratto|umowa)$/u

/** Headings over who undid a request, when and why: below them, any value does. */
const undoings =
  /^(?:rejected|revoked|declined|denied|cancell?ed|withdrawn|excluded|abgelehnt|entzogen|widerrufen|storniert|ausgeschlossen|refusee?|revoquee?|rejetee?|annulee?|exclue?|rechazad[oa]|revocad[oa]|anulad[oa]|excluid[oa]|rejeitad[oa]|cancelad[oa]|rifiutat[oa]|revocat[oa]|annullat[oa]|afgewezen|ingetrokken|odrzucon[oa]) (?:by|on|at|date|reason|because|von|am|durch|wegen|par|le|por|el|em|da|il|door|op|przez)$|^(?:exclu(?:de|ded|sion)|reject(?:ion)?|revocation|denial|cancell?ation) (?:reason|date)$|^(?:ablehnungs|ausschluss|widerrufs|storno)(?:grund|datum)$/u

/** Headings over the kind of access beside a group, of which "None" is the opposite. */
const accessHeading =
  /^(?:access|permissions?|rights?|zugriffs?|zugangs?|berechtigungs?|acces|acceso|acesso|accesso|toegang|dostep|доступ)(?: ?(?:type|level|right|art|typ|stufe))?$|^(?:level|type|kind) of access$|^(?:type|niveau) d[’']acces$|^(?:tipo|nivel) de acces{1,2}o$/u
const noAccess =
  /^(?:none|no|nothing|no access|not any|keine?r?|nichts|aucun\p{L}*|rien|ningun[oa]?|nada|nessun[oa]?|nenhum\p{L}*|geen|brak|нет)$/u

/** Ordinary remarks about the hours and the work of a person, in words of a reservation. */
const harmless =
  /(?<!\p{L})(?:(?:do(?:es)? not|don['’]?t) (?:call|disturb|contact|phone|mail|email|have|work|speak|reply)|(?:works?|working|available|reachable|in office)(?: \p{L}+){0,2} (?:until|till) \d{1,2}(?:[:.]\d\d)? ?(?:am|pm|h|uhr)?(?![\d./-])|nicht (?:dringend|eilig|verfügbar|erreichbar|anrufen|stören|wichtig|zutreffend|relevant|vor \d)|(?:kommt|arbeitet|da) erst (?:ab|nach) \d{1,2} uhr|ne pas (?:déranger|appeler|contacter)|nie dotyczy|não (?:se aplica|aplicável|urgente)|niet (?:dringend|storen|bellen|van toepassing)|(?:pending|rejected|declined|denied|cancell?ed|expired|terminated|disabled) (?:claims?|orders?|cases?|tickets?|payments?|invoices?|applications?|customers?|contracts?))(?!\p{L})/giu
/** A whole remark that only answers: "não". */
const bareNo = /^(?:no|not|nein|nicht|non|não|nie|niet|нет|не)[.!]?$/iu
const month = 'jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez'
/** What else keeps a row from taking effect as it is. Folded, as names are compared. */
const objections = new RegExp(
  String.raw`^(?:left(?!-| hand| side| wing)|gone|quit|lwd|drop|hold(?! on)|no access|not (?!applicable|specified|set|given|provided|known|entered|filled|defined|recorded|stated|mentioned|urgent|available|relevant|reachable|important|in (?:the )?office|a problem|too|there|on pto)\p{L}+|kein(?:e|en)? (?:zugriff|zugang|freigabe|rechte)|sin (?:acceso|permisos?)|pas d[e’'] ?(?:acces|droits?)|bez dostepu|sem acesso)(?!\p{L})|(?<!\p{L})(?:already left|leaves (?:on |in |at )?(?:the )?(?:\d|(?:${month})\p{L}*|(?:mon|tues|wednes|thurs|fri)day|end|next|this|soon|us|company|organi[sz]ation)|verlasst|verlassen|scheidet|quitte|(?:parental|paternity) leave|sabbatical|read ?only|only read|nur lesend|lecture seule|solo lectura|(?:should|must) (?:be|get|have) (?!fine|ok|good|done|able|here|enough|working)\p{L}+|see (?:row|line|zeile) \d|(?:has|is) gone|ist weg|left (?:on |in )?\d|on leave|maternity leave|elternzeit|mutterschutz|last day|letzter (?:arbeits)?tag|(?:contract|vertrag|contrato?|umowa) (?:ends?|endet|expires?|lauft)|geht (?:zum|am|ende)|hat gekundigt|refused|awaiting|waiting (?:for|on)|to be confirmed|tb[cd]|steht (?:noch )?aus|noch offen|aguardando|oczekuje|en attente|in attesa|from (?:mon|tues|wednes|thurs|fri)day|(?:starts?|starting|from|effective) (?:on )?(?:\d{1,2}(?:[./]| (?:${month}))|(?:${month})\p{L}* \d)|ab (?:montag|dienstag|mittwoch|donnerstag|freitag|\d{1,2}\.|nachste\p{L}*)|only for|nur fur|(?:for|fur|pendant|por|przez) \d+ (?:days?|weeks?|months?|tage?|wochen?|monate?|jours?|semaines?|mois|dias?|semanas?|mes(?:es)?|tygodni\p{L}*|miesi\p{L}*)|ignore|duplicate|wrong (?:person|user|account)|should (?:not|be \p{L}+,? not)|except|ausser|sauf|excepto|dont (?:add|grant|give|apply|process)|rausnehmen|wegnehmen|streichen|austragen|enlever|sacar|dar de baja|zabrac|odebrac|take (?:off|away|out)|superseded|swap with|rollback|revert|undo|ruckgangig|odmowa)(?!\p{L})|承認待|保留|要確認|外して|不需要|不用|不加|无需|勿|제외|لا تضف|بانتظار`,
  'u',
)
/** Someone else is meant: "NOT Ben". */
const notThem = /(?<!\p{L})NOT \p{Lu}/u

/** What remarks add that the row must not pass without: to take away, not yet, not always, not at all. */
const reservations =
  /(?<!\p{L})(?:remov(?:e|ed|al|ing)|delet(?:e|ed|ion)|revo(?:ke|ked|cation)|leaver|has left|left the (?:company|team)|leaving|resigned|terminat(?:e|ed|ion)|offboard(?:ed|ing)?|deactivat(?:e|ed)|do(?:es)? not|don['’]t|must not|not (?:approved|needed|required|yet|any ?more)|no longer|on hold|wait for|instead of|only (?:if|until|after|when)|until|till|temporary|temporarily|expires?|unless|entfern(?:en|t)|lösch(?:en|t)|gelöscht|entzieh(?:en|t)|nicht(?: mehr)?|ausgeschieden|austritt|befristet|vorübergehend|nur (?:bis|wenn|falls)|erst (?:ab|nach|wenn)|bis (?:zum|ende|\d)|statt|supprimer|retirer|ne pas|jusqu['’]|temporaire|a quitté|eliminar|quitar|no (?:añadir|agregar|aprobado)|hasta|temporal|baja|remover|não|até|temporário|rimuovere|non (?:aggiungere|approvato)|fino al?|temporaneo|verwijderen|niet|tot|tijdelijk|usunąć|nie|do \d|удалить|не|до|временно|lütfen sil|sil(?:in|iniz|insin|inmeli|inmesi|inecek|indi)|ayrıl(?:dı|mış|acak|ıyor)\p{L}*|eklemeyin|\p{L}*[ae] kadar|odstranit|odebrat|smazat|odešel|odešla|nepřidávat|dočasně|διαγραφή|αφαίρεση|αποχώρησε|μην|δεν(?! υπάρχ)|έως|törölni|kilépett|ne (?:adj(?:a|uk|on|ák|átok)|kapj\p{L}*|vegy\p{L}*|rendel\p{L}*)|ideiglenes|ta bort|slutat|inte|tillfällig|fjern(?:e|es|et)?|ikke|midlertidig|poista|ei (?:saa|lisätä|tarvi\p{L}*|enää|vielä|hyväksy\p{L}*)|väliaikainen|șterge|nu (?:adăug\p{L}*|acord\p{L}*|mai|este|trebuie)|temporar|xóa|không(?! có(?: ghi chú)?\s*$)|hapus|jangan|sementara|видалити|тимчасово)(?!\p{L})|(?<!\p{L})[ושה]?(?:לא|למחוק|להסיר|עזבה?|עזבו|זמני|זמנית)(?!\p{L})|(?<=^|[^\p{L}\p{M}]|โปรด|กรุณา|ให้|ต้อง|ขอ|จะ|ควร|ที่|การ|ถูก)ลบ(?!\p{M})|ลาออก|ห้าม|อย่า(?!ง)|ไม่(?!(?:มี|ระบุ)(?:หมายเหตุ|ข้อมูล)?\s*$)|ชั่วคราว|हटा|削除|退職|まで|しない|不要|删除|移除|离职|不要|直到|삭제|제거|퇴사|까지|إزالة|حذف|حتى|مؤقت/iu

const objects = (text: string) =>
  reservations.test(text) ||
  objections.test(comparableName(text)) ||
  notThem.test(text) ||
  isOfLeavers(text) ||
  isTakingAway(text) ||
  isWithoutEffect(text)

/** Whether a remark, or the words of a requested change, must not pass without a question. */
function isReserved(cell: string): boolean {
  return objects(cell) && !bareNo.test(cell.trim()) && objects(cell.replaceAll(harmless, ' ').trim())
}

/** Whether a cell below "Reason for leaving" has one. */
const isWord = (cell: string) => !isBlankLike(cell.trim()) && readFlag(cell) !== false

/**
 * Whether a cell below a heading takes something away from the user of its row, or names them as one who left or
 * whose account is disabled: "Revoke", "Leaver", "Suspended", or "no" below "Active". A remark may do so in words of its own.
 * Beside a column of flags, yes and no below "Change to" are the flags that are meant.
 */
export function withdrawalsBelow(heading: string, isBesideFlag = false): (cell: string) => boolean {
  const name = wordsOfHeading(heading)
  const isOther = otherStates.test(name)
  const isAnyState = states.test(name)
  const isState = isAnyState && !isOther
  const isApproval = isApprovalHeading(heading)
  const isDecided = isDecisionHeading(heading) && isAffirmed(heading)
  const isEnd = !isOther && isHeadingOfLeavers(heading)
  const flag = isState || isHeadingOfActive(heading) ? false : isEnd ? true : null
  const isRemark = remarks.test(name) || changes.test(name)
  const isPlace = !otherPaths.test(name)
  const isKind = requestKinds.test(name)
  const isUndoing = undoings.test(name)
  const isOfAccess = accessHeading.test(name)
  const mayHaveEnded = isState || employments.test(name)
  const isName = namesUsers(heading) || isSignInName(heading)
  const isOfState = flag !== null || ofRow.test(name) || isDecisionHeading(heading) || isTakingAway(heading)
  const isOfRow = isRemark || isKind || (isOfState && !isOther)
  const isNewValue = isBesideFlag && isHeadingOfNewValue(heading)
  return (cell) => {
    if (isApproval) return !isPositive(cell)
    if (isUndoing && isWord(cell)) return true
    if (isOfAccess && noAccess.test(comparableName(cell))) return true
    if (isDecided && readFlag(cell) === false) return true
    if (isNewValue && readFlag(cell) !== null) return true
    if (isAnyState && undecided.test(comparableName(cell))) return true
    if ((isRemark || isKind || isDecided) && isReserved(cell)) return true
    if ((isPlace && isPathOfLeavers(cell)) || isMarkedAsLeaver(cell) || (mayHaveEnded && isStateOfLeaver(cell)))
      return true
    if (isName && isMarkedName(cell)) return true
    if (isEnd && (isDay(cell) || (isRemark && isWord(cell)))) return true
    const text = cell.length <= longestWithdrawal ? cell.trim() : ''
    if (!isOfRow && otherSpellings.has(text)) return false
    if (withdrawalSpellings.has(text) || (!isOther && endingSpellings.has(text))) return true
    if (text.includes('-') && withdrawalSpellings.has(text.replaceAll('-', ' '))) return true
    return flag !== null && text !== '' && (readFlag(text) === flag || (isState && endedCode.test(text)))
  }
}
