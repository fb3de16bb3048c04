import { comparableName } from '../account/name-index.ts'

const list = (text: string): readonly string[] => text.split(',').map((entry) => entry.trim())

/** Words of a heading or a label that names someone else than the user of the row. */
const otherPeople = list(`
    manager, managers, supervisor, superior, boss, chief, approver, approved by, requester, requestor, requested by, submitter,
    submitted by, created by, creator, updated by, modified by, changed by, entered by, added by, assigned by, reviewer, reviewed by,
    sponsor, mentor, coach, buddy, trainer, recruiter, referrer, owner, account executive, reports to, reporting to, team lead, team leader, delegate, deputy, backup, assistant, hrbp, hr contact,
    mgr, lm, hod, vp, pa, personal assistant, head, replaces, replacement, predecessor, successor, covering, cover for, on behalf of, hr business partner, hr partner, parent, teamleitung, gruppenleitung, abteilungsleitung,
    abteilungsleiter, abteilungsleiterin, bereichsleiter, bereichsleiterin, bereichsleitung, ansprechperson, verantwortliche, encadrant, encadrante, référent, référente, tuteur, tutrice, líder, coordinador, coordinadora, coordenador, coordenadora, encargado, encargada, szef,
    emergency contact, vorgesetzter, vorgesetzte, vorgesetzten, führungskraft, leiter, leiterin, teamleiter, genehmiger,
    genehmigt von, antragsteller, beantragt von, erstellt von, angelegt von, geändert von, ansprechpartner, stellvertreter,
    vertretung, inhaber, besitzer, eigentümer, betreuer, mentorin, verantwortlich, verantwortlicher, responsable, supérieur, demandeur, approbateur, valideur, créé par, modifié par, validé par, jefe, jefa,
    solicitante, aprobador, creado por, modificado por, gestor, gerente, chefe, aprovador, criado por, responsabile, superiore,
    richiedente, approvatore, creato da, leidinggevende, aanvrager, goedkeurder, przełożony, przełożonego, kierownik, chef,
    yönetici, yöneticisi, amiri, quản lý, người duyệt, cấp trên, atasan, chủ quản, руководитель, руководителя, начальник, начальника, согласующий, менеджер, менеджера
  `)
const otherPeopleAnywhere =
  /(?<!\p{L})n ?[+-] ?\d|หัวหน้า|ผู้จัดการ|ผู้อนุมัติ|प्रबंधक|पर्यवेक्षक|担当者|领导|領導|负责人|負責人|담당자|책임자|上司|上长|上長|承認者|申請者|申请人|作成者|更新者|主管|经理|經理|上级|上級|审批人|審批人|관리자|상사|승인자|신청자|المدير|مدير|المشرف|مشرف|המנהל|מנהל/iu
const otherPeopleWord = new RegExp(`(?<!\\p{L})(?:${otherPeople.map(comparableName).join('|')})(?!\\p{L})`, 'u')
/** Who did something: "Invited by", "Eingeladen von (E-Mail)", "Invité par". */
const agent =
  /\p{L} (?:by|par|por|door|przez|av|tarafindan)(?!\p{L})(?! (?:default|defaut|defecto|e-?mail|padrao))|\p{L} (?:von|da)(?: \(.*)?$/u

const wordsOf = (heading: string) =>
  comparableName(heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replaceAll(/[_.:/-]+/g, ' '))

/** Whether a heading names who did something, as "Created by": below it, even names of the account request nothing. */
export function isAuthor(heading: string): boolean {
  return agent.test(wordsOf(heading))
}

/** Whether a heading or a label names someone else than the user of the row, as "Supervisor email" or "Requested by". */
export function isSomeoneElse(heading: string): boolean {
  const words = wordsOf(heading)
  return otherPeopleWord.test(words) || agent.test(words) || otherPeopleAnywhere.test(heading)
}

/** Who sent or answers a message that lists users: "From:", "Contact:". */
const sender =
  /^(?:from|reply to|return path|sender|author|contact|questions?|support|help|helpdesk|signed|regards|von|absender|kontakt|ruckfragen|fragen|de|expediteur|contacto|remitente|da|mittente|contatto|van|afzender|contactpersoon|od|nadawca|от|отправитель|контакт|من|المرسل|差出人|送信者|连絡先|連絡先|发件人|寄件者|联系人|보낸 사람|문의)$/u

/** An address that no longer counts, or that is taken out: "Old:", "Previously:", "Except:". */
const outdated =
  /^(?:(?:old|previous|previously|prior|former|formerly|ex|past|alt|alte|alter|fruher|fruhere|bisher|bisherige|ehemalig|ehemals|vorher|vorherige|ancien|ancienne|precedent|precedente|anterior|antiguo|antigua|antigo|antiga|vecchio|vecchia|vorige?|oude?|stary|poprzedni|старый|прежний|قديم|السابق)(?: .*)?|was|not|no|no longer|not any ?more|unsubscribe|opt out|opted out|bounced?|abmelden|abgemeldet|desabonner|darse de baja|disiscrivi|uitschrijven|отписать|except|excluding|without|skip|remove|delete|revoke|leaver|left|nicht|nicht mehr|ya no|ne plus|niet meer|non piu|nao mais|juz nie|ausser|ohne|entfernen|loschen|sauf|supprimer|excepto|salvo|eliminar|quitar|tranne|eccetto|niet|behalve|кроме|旧|以前|変更前|除外|削除|旧邮箱|删除)$/u

/** Whether a label before an address names someone else than the listed users, as "Approved by:" or "From:", or takes it out. */
export function isLabelOfSomeoneElse(label: string): boolean {
  const words = comparableName(label.replaceAll(/[-_]+/g, ' '))
  return isSomeoneElse(label) || sender.test(words) || outdated.test(words)
}
