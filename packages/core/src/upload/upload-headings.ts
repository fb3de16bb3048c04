import { comparableName } from '../account/name-index.ts'
import { withoutQuotes } from '../identifier/plain-text.ts'
import { recordKeys } from '../record-keys.ts'
import type { ColumnMapping } from './upload-mapping.ts'

/** Over the keys of a body of Update Users that its page does not define. */
export const unreadKeysHeading = 'Not part of Update Users'

const list = (text: string): readonly string[] => text.split(',').map((entry) => entry.trim())

/**
 * What people write over a column. Kore.ai's import file has Email ID, Alternate ID, User Status (Importing Users and
 * User Data); its API has emailId, orgUserId, isDeveloper, canCreateBot; then come the exports of Okta, Entra, Google
 * and Salesforce; then German, French, Spanish, Portuguese, Italian and Japanese.
 */
export const headings: Readonly<Partial<Record<ColumnMapping, readonly string[]>>> = {
  email: list(`
    email id, email, email address, mail, primary email, work email, user email, e-mail-adresse,
    mailadresse, adresse e-mail, adresse mail, courriel, correo electrónico, correo, endereço de e-mail,
    indirizzo e-mail, メールアドレス, メール, eメール, 邮箱, 电子邮箱, 电子邮件, 邮件地址, 電子郵件, 電子信箱, 信箱, 이메일,
    이메일 주소, почта, электронная почта, эл почта, пошта, електронна пошта, e-posta, adres e-mail, emailadres, e-postadress, ηλεκτρονικό ταχυδρομείο,
    דואר אלקטרוני, البريد الإلكتروني, بريد إلكتروني, عنوان البريد الإلكتروني, البريد الالكتروني, الإيميل, อีเมล
  `),
  org_user_id: list(`
    alternate id, organisation id, organization id, org id, org user id, employee id, employee number,
    staff id, staff number, personnel number, enterprise id, employee no, employee nr, employee num, employee code, employee #, emp id, emp no, emp number, emp code,
    staff no, staff code, personnel id, personnel no, worker id, worker number, worker no, worker code, person id, person number, pernr, associate id, colleague id, global employee id, personalnummer, mitarbeiternummer,
    personalnr, personal nr, pers nr, mitarbeiternr, mitarbeiter id, mitarbeiterkennung, matricule, numéro matricule, numéro de matricule, n° matricule, numéro d'employé, numéro employé, id employé, id collaborateur, id salarié,
    الرقم الوظيفي, رقم الموظف, معرف الموظف, número de empleado, número empleado, id empleado, id de empleado, código de empleado, legajo, id do funcionário, número do funcionário, matricola, numero matricola, id dipendente,
    personeelsnummer, medewerkersnummer, personel no, sicil no, sicil numarası, 社員番号, 社員id, 従業員番号, 従業員id, 職員番号, 员工编号, 员工号, 员工id, 工号, 員工編號, 사번, 사원번호, табельный номер, numer pracownika
  `),
  user_id: ['user id', 'kore user id', 'kore id'],
  channel_user_id: ['channel user id'],
  channel_id: ['channel id', 'channel'],
  action: list('action, user status, operation, what to do, aktion, acción, ação, azione, 操作, الإجراء, إجراء'),
  groups_add: list(`
    all groups, groups, group, add groups, add to groups, groups to add, add group, user groups, group name, gruppen,
    gruppe, groupes, groupe, grupos, grupo, gruppi, gruppo, グループ, 用户组, 组, 群组, 群組, 使用者群組, 그룹, группа, группы,
    группа пользователей, група, групи, grupa, grupy, gruplar, grup, groep, groepen, grupper, grupp, ομάδες, ομάδα, קבוצה, קבוצות,
    المجموعات, المجموعة, مجموعات, مجموعة, إضافة المجموعات, إضافة إلى المجموعات, مجموعات للإضافة, กลุ่ม, gruppen hinzufügen, zu gruppen hinzufügen, groupes à ajouter, ajouter aux groupes,
    añadir grupos, agregar grupos, grupos para añadir, adicionar grupos, aggiungi gruppi, gruppi da aggiungere,
    グループを追加, 追加するグループ, groepen toevoegen, dodaj grupy, добавить группы, member of, memberships, group membership,
    group memberships, eklenecek gruplar, grup ekle, grupy do dodania, dodaj do grup, 追加グループ, グループ追加, 添加组, 添加用户组,
    添加群组, 新增群組, 추가 그룹, 그룹 추가, เพิ่มกลุ่ม, thêm nhóm, nhóm, קבוצות להוספה, группы для добавления, добавить в группы,
    skupiny, přidat skupiny, csoportok, grupuri, ryhmät, lägg till grupper, tilføj grupper, legg til grupper, mitglied von, mitgliedschaften, gruppenmitgliedschaften, membre de, miembro de, membro de, membro di, lid van
  `),
  groups_remove: list(`
    remove groups, remove from groups, groups to remove, remove group, take out of groups,
    groups to leave, leave groups, gruppen entfernen, aus gruppen entfernen, groupes à supprimer, groupes à retirer,
    supprimer des groupes, retirer des groupes, quitar grupos, eliminar grupos, remover grupos, rimuovi gruppi,
    gruppi da rimuovere, グループを削除, 削除するグループ, groepen verwijderen, usuń grupy, удалить группы,
    kaldırılacak gruplar, çıkarılacak gruplar, grupy do usunięcia, usuń z grup, 削除グループ, グループ削除, 移除组, 删除组, 移除用户组, 删除用户组,
    移除群組, 제거 그룹, 그룹 제거, 삭제 그룹, 그룹 삭제, ลบกลุ่ม, xóa nhóm, קבוצות להסרה, группы для удаления, удалить из групп,
    odebrat skupiny, ta bort grupper, fjern grupper, إزالة المجموعات, حذف المجموعات, إزالة من المجموعات, مجموعات للإزالة
  `),
  groups_set: list(`
    set groups, groups exactly, exact groups, set groups to exactly, gruppen setzen, gruppen genau, gruppen ersetzen,
    définir les groupes, remplacer les groupes, establecer grupos, تعيين المجموعات, استبدال المجموعات
  `),
  roles_add: list(`
    roles, role, all roles, add roles, roles to add, add role, user role, bot role, role name, rollen, rolle, rôles,
    rôle, rol, papéis, papel, ruoli, ruolo, ロール, 役割, 角色, 역할, роль, роли, ролі, rola, role użytkownika, roller, rollen van gebruiker, ρόλος, תפקיד, دور, الدور, أدوار, الأدوار, إضافة الأدوار, أدوار للإضافة, บทบาท,
    rollen hinzufügen, rôles à ajouter, ajouter des rôles, añadir roles, agregar roles, adicionar papéis, aggiungi ruoli,
    ロールを追加, rollen toevoegen, dodaj role, добавить роли
  `),
  roles_remove: list(`
    remove roles, roles to remove, remove role, take roles away, roles to take away, revoke roles,
    roles to revoke, revoke role, rollen entfernen, rollen entziehen, rôles à supprimer, rôles à retirer,
    supprimer des rôles, retirer des rôles, quitar roles, eliminar roles, remover papéis, rimuovi ruoli, ロールを削除,
    rollen verwijderen, usuń role, удалить роли, إزالة الأدوار, حذف الأدوار, سحب الأدوار
  `),
  roles_set: list(`
    set roles, roles exactly, exact roles, set roles to exactly, rollen setzen, rollen genau, rollen ersetzen,
    définir les rôles, remplacer les rôles, establecer roles, تعيين الأدوار, استبدال الأدوار
  `),
  role_bot: list('bot, bots, bot name, on bot, app, app name, ボット, الروبوت, روبوت, البوت, بوت'),
  is_developer: list(`
    developer, is developer, builder access, bot builder access, entwickler, développeur, desarrollador,
    desenvolvedor, sviluppatore, 開発者, 开发者, 開發者, 개발자, разработчик, розробник, programista, geliştirici, geliştirici mi, ontwikkelaar, utvecklare,
    utvikler, udvikler, kehittäjä, vývojář, fejlesztő, προγραμματιστής, นักพัฒนา, nhà phát triển,
    ist entwickler, est développeur, es desarrollador, è sviluppatore, مطور, مطوّر, المطور, מפתח
  `),
  can_create_bot: list(`
    can create bots, can create bot, bot creator, app creation access, create bots, kann bots erstellen,
    darf bots erstellen, bots erstellen, botersteller, peut créer des bots, créer des bots, créateur de bots,
    puede crear bots, crear bots, creador de bots, pode criar bots, criar bots, può creare bot, creare bot,
    ボットを作成可能, ボットを作成, 可以创建机器人, 创建机器人, 봇 생성, может создавать ботов, kan bots maken, może tworzyć boty,
    يمكنه إنشاء الروبوتات, يمكنه إنشاء روبوتات, إنشاء الروبوتات, إنشاء روبوتات
  `),
  remove: list(`
    remove, delete, remove user, delete user, offboard, entfernen, löschen, benutzer entfernen, benutzer löschen,
    supprimer, supprimer l'utilisateur, eliminar, eliminar usuario, 削除, إزالة, حذف, إزالة المستخدم, حذف المستخدم
  `),
  erase: list('erase, erase data, erase from, delete data, erasure, daten löschen, effacer les données, محو البيانات'),
  // Not "outcome" alone: in other files it has another meaning, and its rows would be skipped.
  outcome: ['muster outcome'],
  ignore: list(`
    first name, last name, name, full name, display name, given name, surname, middle name, alias,
    work phone, mobile phone, title, department, company, status, new status, is active, user type,
    worker status, employee status, supervisory organization, όνομα, επώνυμο, ονοματεπώνυμο, manager, manager email, last login, second email, secondary email, recovery email, password, notes,
    comment, remote, row, row reference, reason, remedy, code, vorname, nachname, abteilung, prénom, nom, nombre, apellidos,
    nome, cognome, 名前, 氏名, 姓, 名, 部署
  `),
}

/** Headings of a name to sign in with: often an address, and often not the one the account knows. */
const signInNames = list(`
    username, user name, login, sign in, upn, user principal name, benutzername, nom d’utilisateur,
    member object id or user principal name
  `)

const privateAddress =
  /(?<!\p{L})(?:home|personal|private?|privee?|personnel(?:le)?|personale?|particular|privata)(?!\p{L})/u

/** Whether a heading is over addresses outside of work, as "Home Email": beside other addresses, they are no question. */
export function isPrivateAddress(heading: string): boolean {
  return privateAddress.test(comparableHeading(heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')))
}

/** What a template adds to a heading: a hint for the member who fills it in, or the name of a field. Other words may negate it. */
const hints = /\[(?:required|optional|read only|upload only)\]|\((?:required|optional)\)|\*/gi
const fieldName = /\[[a-z]+(?:[A-Z][a-z]*)+\]/g
/** A dash only joins words: before or after all of them it may stand for a removal. */
const joints = /[_.:/]+|(?<=[\p{L}\p{N})]\s*)-+(?=\s*[\p{L}\p{N}(])/gu

/**
 * The form headings are compared in: spaces and joints do not count, nor does "emailId" for "Email ID", nor what a
 * template adds to a name, as in "Email Address [Required]" or "User name [userPrincipalName] Required".
 */
export function comparableHeading(heading: string): string {
  const plain = comparableName(
    withoutQuotes(heading.trim()).replaceAll(hints, ' ').replaceAll(fieldName, ' ').replaceAll(joints, ' '),
  )
  return plain.replace(/ (?:required|optional)$/, '')
}

const squeezed = (heading: string) => comparableHeading(heading).replaceAll(' ', '')

const mappingsBySqueezed = new Map<string, ColumnMapping>()
for (const mapping of recordKeys(headings))
  for (const heading of headings[mapping] ?? []) mappingsBySqueezed.set(squeezed(heading), mapping)
const signIn = new Set(signInNames.map(squeezed))

/** What is done with the names below: "Add" under "Groups", or beside it. */
const steps = {
  add: list(`
    add, to add, adding, assign, grant, hinzufügen, zuweisen, ajouter, à ajouter, ajout, añadir, agregar, adicionar, aggiungi, aggiungere,
    da aggiungere, toevoegen, dodaj, dodać, přidat, добавить, додати, ekle, eklenecek, 追加, 添加, 新增, 추가, إضافة, للإضافة, הוסף, להוספה, הוספה,
    เพิ่ม, προσθήκη, lägg till, tilføj, legg til, lisää, hozzáadás, adaugă, thêm, tambah
  `),
  remove: list(`
    remove, to remove, removing, revoke, entfernen, entziehen, supprimer, à supprimer, retirer, à retirer, retrait, quitar, eliminar,
    remover, rimuovi, rimuovere, da rimuovere, verwijderen, usuń, usunąć, odebrat, odstranit, удалить, убрать, видалити, kaldır, çıkar,
    kaldırılacak, çıkarılacak, 削除, 移除, 删除, 刪除, 제거, 삭제, إزالة, حذف, للإزالة, הסר, להסרה, הסרה, ลบ, αφαίρεση, ta bort, fjern, poista,
    eltávolítás, elimină, xóa, hapus
  `),
  // Not "set" alone: a "role set" is a bundle of roles.
  set: list('exactly, set exactly, set to exactly'),
} as const
const stepByWords = new Map<string, keyof typeof steps>()
for (const step of recordKeys(steps)) for (const words of steps[step]) stepByWords.set(comparableHeading(words), step)

/** Whether a heading only tells what is done with names, as "Remove" does. */
export const isStep = (heading: string): boolean => stepByWords.has(comparableHeading(heading))

/** Headings of one word over names alone, as "Groups", which a step beside them completes. */
const nouns = new Map<string, 'groups' | 'roles'>()
const isCompound = (heading: string) =>
  /\s/.test(heading) || [...stepByWords.keys()].some((step) => !/[a-z]/.test(step) && heading.includes(step))
for (const noun of ['groups', 'roles'] as const)
  for (const heading of [...(headings[`${noun}_add`] ?? [])].filter((one) => !isCompound(one)))
    nouns.set(comparableHeading(heading), noun)

const longestComposed = 60

/** The mapping of a heading that is a noun with a step before or after it: "Groups: remove". */
function composedMapping(heading: string): ColumnMapping | null {
  if (heading.length > longestComposed) return null
  const words = comparableHeading(heading)
    .replace(/ \(([^()]*)\)$/, ' $1')
    .split(' ')
  for (let at = 1; at < words.length; at += 1) {
    const [left, right] = [words.slice(0, at).join(' '), words.slice(at).join(' ')]
    const noun = nouns.get(left) ?? nouns.get(right)
    const step = stepByWords.get(nouns.has(left) ? right : left)
    if (noun !== undefined && step !== undefined) return `${noun}_${step}`
  }
  return null
}

/** The mapping whose heading this is, letter for letter except for case, accents and joints; null for no heading. */
export function mappingOfHeading(heading: string): ColumnMapping | null {
  const key = squeezed(heading)
  return key === '' ? null : (mappingsBySqueezed.get(key) ?? composedMapping(heading))
}

/** A heading with the one above it, as "Groups / Add", if both together are a heading of other names than its own. */
export function composedHeading(above: string, own: string): string | null {
  const [up, down] = [comparableHeading(above), comparableHeading(own)]
  const isComposed = (nouns.has(up) && stepByWords.has(down)) || (stepByWords.has(up) && nouns.has(down))
  return isComposed ? `${above.trim()} / ${own.trim()}` : null
}

/** The mapping of one of several columns of a list, as "Group 2". */
export function listOfHeading(heading: string): ColumnMapping | null {
  const named = mappingOfHeading(heading.replace(/[\s#_-]*\d{1,2}\s*$/, ''))
  return named !== null && /^(?:groups|roles)_/.test(named) ? named : null
}

/** The flag that a heading asks for, as "Developer?". */
export function flagOfHeading(heading: string): ColumnMapping | null {
  const named = mappingOfHeading(heading.replace(/\s*[?？؟]\s*$/u, ''))
  return named === 'is_developer' || named === 'can_create_bot' ? named : null
}

/** What is around the name of a group or a role in a heading: "GRP_Legal", "Access to Legal", "Legal (group)". */
const affixes =
  /^(?:grp|groups?|gruppe|groupe|grupo|team|roles?|rolle|(?:access|zugang|zugriff|acceso|accès) (?:to|zu|auf|a|à)|access|member of|in)[\s:_-]+|[\s:_-]*\(?(?<![\p{L}])(?:grp|group|gruppe|team|role|rolle|access|members?(?:hip)?)\)?\s*\??$/giu

/** A heading without what is around a name in it. */
export function withoutAffixes(heading: string): string {
  return heading.trim().replaceAll(affixes, '').trim()
}

/** Whether a heading names a sign-in name. */
export function isSignInName(heading: string): boolean {
  return signIn.has(squeezed(heading))
}

/** A heading but for case and joints: accents count. */
const spelled = (heading: string) =>
  heading
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s_.:/-]+/gu, '')
const spellings = new Set([...Object.values(headings).flat(), ...signInNames].map(spelled))

/** Whether a text is a known heading to the letter: in the wrong encoding, others are like one. */
export function isSpelledHeading(text: string): boolean {
  return spellings.has(spelled(text))
}

/** Whether a row that has this cell names columns. */
export function isKnownHeading(cell: string): boolean {
  return mappingOfHeading(cell) !== null || isSignInName(cell)
}

/** Headings that earlier versions wrote into templates and reports. A file with them keeps its remembered mapping. */
const renamedHeadings: Readonly<Record<string, string>> = { 'organisation id': 'organization id' }

/** A key for files of the same shape: their headers in order, without case and accents. */
export function shapeOf(headerRow: readonly string[]): string {
  return headerRow
    .map(comparableName)
    .map((name) => renamedHeadings[name] ?? name)
    .join('\u001f')
}
