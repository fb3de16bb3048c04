import { comparableName } from '../account/name-index.ts'
import { isSomeoneElse } from '../identifier/other-people.ts'
import { isDay } from './upload-condition.ts'
import { isAdding, isDecisionHeading, isStateHeading } from './upload-decision.ts'
import { readFlag } from './upload-flag.ts'
import { comparableHeading, flagOfHeading, isKnownHeading, mappingOfHeading } from './upload-headings.ts'
import { isAttribute, namesUsers } from './upload-user-heading.ts'

const list = (text: string): readonly string[] => text.split(',').map((entry) => comparableName(entry))

/** Rights on the content of a system, beside which "Delete" is one as well. */
const rights = list(`
  view, read, browse, write, edit, update, modify, create, insert, add, copy, print, export, import, upload, download, share,
  publish, execute, manage, administer, full control, full access, configure,
  lesen, ansehen, anzeigen, sehen, lesezugriff, schreiben, schreibzugriff, bearbeiten, ändern, erstellen, anlegen, hinzufügen, kopieren, drucken,
  exportieren, importieren, hochladen, herunterladen, teilen, freigeben, veröffentlichen, ausführen, verwalten, vollzugriff,
  lire, lecture, voir, consulter, consultation, écrire, écriture, éditer, modifier, modification, créer, création, ajouter, ajout, imprimer, exporter, importer, partager, gérer,
  ver, leer, lectura, consultar, escribir, escritura, editar, modificar, crear, añadir, agregar, imprimir, exportar, importar, compartir, gestionar,
  ler, leitura, visualizar, escrever, escrita, criar, adicionar, alterar, compartilhar, gerenciar,
  leggere, lettura, vedere, visualizzare, scrivere, scrittura, modificare, modifica, creare, aggiungere, stampare, esportare, condividere, gestire,
  lezen, bekijken, weergeven, schrijven, bewerken, wijzigen, aanmaken, toevoegen, afdrukken, delen, beheren,
  odczyt, czytanie, wyświetlanie, podgląd, zapis, edycja, edytuj, modyfikacja, tworzenie, dodawanie, drukowanie, udostępnianie,
  чтение, просмотр, запись, изменение, изменить, редактирование, редактировать, создание, создать, добавление, печать, экспорт,
  okuma, oku, görüntüle, görüntüleme, yazma, düzenle, düzenleme, güncelle, güncelleme, oluştur, oluşturma, ekle, ekleme,
  čtení, zobrazit, zápis, úpravy, upravit, vytvořit, läsa, visa, skriva, redigera, ändra, skapa, læse, vise, skrive, redigere, oprette, opprette,
  lukea, katsella, kirjoittaa, muokata, luoda, olvasás, megtekintés, írás, szerkesztés, módosítás, létrehozás, ανάγνωση, προβολή, εγγραφή, επεξεργασία, δημιουργία,
  閲覧, 参照, 表示, 読み取り, 読取, 書き込み, 書込, 編集, 更新, 変更, 作成, 登録, 追加, 印刷, 出力, 查看, 读取, 读, 浏览, 写入, 写, 编辑, 修改, 更新, 创建, 新增, 添加, 打印, 导出,
  檢視, 讀取, 寫入, 編輯, 建立, 보기, 조회, 읽기, 쓰기, 편집, 수정, 변경, 생성, 등록, 추가, 인쇄, 출력, قراءة, عرض, كتابة, تعديل, تحرير, إنشاء, إضافة, طباعة,
  קריאה, צפייה, כתיבה, עריכה, יצירה, הוספה, อ่าน, ดู, เขียน, แก้ไข, สร้าง, เพิ่ม, xem, đọc, ghi, sửa, chỉnh sửa, tạo, thêm, lihat, baca, tulis, ubah, buat, tambah
`)
const isSpaced = (word: string) => /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek} ]+$/u.test(word)
const spaced = rights.filter(isSpaced)
const right = new RegExp(`(?<!\\p{L})(?:${spaced.join('|')})(?!\\p{L})`, 'u')
const unspaced = new Set(rights.filter((word) => !isSpaced(word)))

/** Headings of rights are short, and so are the values below them: "yes", "Own", "Full", "✓". */
const longestHeading = 40
const longestValue = 20
/** A date or an address: "Update" may be over the day of one. */
const isNoRight = (value: string) => value.trim().length > longestValue || /@|\d{2}/.test(value)

interface Column {
  readonly header: string
  /** Those of all cells that are not blank. */
  readonly values: readonly string[]
  /** One for each row. */
  readonly cells: readonly string[]
}

/** Beside a column: rights ("View", "Edit"), what can be taken away ("License"), yes and no with an unknown meaning, or none of these. */
export type Neighbors = 'rights' | 'objects' | 'flags' | 'none'

const wordsOf = (heading: string) => comparableHeading(heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))

function isRight({ header, values }: Column): boolean {
  const words = wordsOf(header)
  if (words.length > longestHeading || isKnownHeading(header) || !(right.test(words) || unspaced.has(words)))
    return false
  return !values.some(isNoRight)
}

/** Whether a column has yes and no below a heading that Muster does not know: of no state, as "Active" is, and of no decision. */
function isUnknownFlag({ header, values }: Column): boolean {
  if (values.length === 0 || header.trim() === '' || isKnownHeading(header) || flagOfHeading(header) !== null)
    return false
  if (isStateHeading(header) || isDecisionHeading(header)) return false
  return values.filter((value) => readFlag(value) !== null).length * 2 >= values.length
}

/** Headings over what a user has besides the account, and may lose alone. */
const possessions =
  /(?<!\p{L})(?:licen[cs]es?|subscriptions?|(?:catalogu?e? )?items?|entitlements?|resources?|teams?|permissions?|privileges?|profiles?|(?:distribution |mailing |user )?lists?|dls?|folders?|shares?|mailbox(?:es)?|channels?|queues?|projects?|access|rights?|seats?|assets?|devices?|apps?|bots?|groups?|roles?|squads?|spaces?|lizenz(?:en)?|abonnements?|artikel|berechtigung(?:en)?|rechte?|profile?|verteiler(?:listen?)?|ordner|laufwerke?|postfach|postfacher|kanal|kanale|warteschlangen?|projekte?|zugriffe?|zugang|zugange|gruppen?|rollen?|licences?|ressources?|equipes?|droits?|habilitations?|profils?|listes?|dossiers?|boites?|canal|canaux|files?|projets?|acces|groupes?|licencias?|suscripci(?:on|ones)|recursos?|equipos?|permisos?|derechos?|perfil(?:es)?|listas?|carpetas?|buzon(?:es)?|canales|colas?|proyectos?|accesos?|grupos?|licencas?|permiss(?:ao|oes)|direitos?|pastas?|projetos?|acessos?|licenz[ae]|risors[ae]|permess[oi]|diritt[oi]|profil[oi]|cartell[ae]|progett[oi]|access[oi]|licenties?|rechten|mappen|projecten|licencj[ae]|uprawnieni[ae]|dostep|projekty?|лицензи[яи]|права?|доступ|проекты?)(?!\p{L})|ライセンス|権限|アクセス|プロジェクト|チーム|共有|许可|许可证|权限|项目|團隊|团队|라이선스|권한|프로젝트|팀|رخصة|ترخيص|الصلاحية|صلاحية|المشروع|الفريق/u

const isWord = (value: string) =>
  /\p{L}/u.test(value) && !value.includes('@') && !isDay(value) && readFlag(value) === null

/** Columns that complete another: the bots of roles, the channel of an ID. */
function isCompletion(mapping: string | null, all: readonly Column[]): boolean {
  const has = (start: string) => all.some(({ header }) => mappingOfHeading(header)?.startsWith(start) === true)
  return (mapping === 'role_bot' && has('roles_')) || (mapping === 'channel_id' && has('channel_user_id'))
}

/** Whether a column names what "Remove" beside it may take from the user instead of the account: a license, or what Muster does not know. */
function isObject({ header, values }: Column, all: readonly Column[], isRemoved: boolean): boolean {
  const mapping = mappingOfHeading(header)
  if (mapping === 'role_bot' || mapping === 'channel_id') return values.length > 0 && !isCompletion(mapping, all)
  if (isKnownHeading(header) || isSomeoneElse(header) || values.every((value) => !isWord(value))) return false
  if (possessions.test(wordsOf(header))) return true
  const isOther = isAttribute(header) || namesUsers(header) || isStateHeading(header) || isDecisionHeading(header)
  return isRemoved && !isOther && values.filter(isWord).length * 2 >= values.length
}

const removes = (value: string) => readFlag(value) === true || /^(?:remove|delete)$/i.test(value.trim())

/**
 * Whether "Remove" beside "Group" has a group in one row and none in another: it may be about groups in both. With a
 * group in all of them, each row is an error.
 */
function isPaired(removal: Column, { header, cells }: Column): boolean {
  const mapping = mappingOfHeading(header)
  if ((mapping !== 'groups_add' && mapping !== 'roles_add') || isAdding(header)) return false
  const beside = cells.filter((_cell, row) => removes(removal.cells[row] ?? '')).map((cell) => cell.trim() !== '')
  return beside.includes(true) && beside.includes(false)
}

/** What the columns beside one reveal about it, if its heading requests removals. */
export function neighborsOf(column: Column, all: readonly Column[]): Neighbors {
  const { header, values } = column
  const mapping = mappingOfHeading(header)
  if (mapping !== 'remove' && mapping !== 'erase' && mapping !== 'action') return 'none'
  const others = all.filter((other) => other.header !== header)
  const isReport = others.some((other) => mappingOfHeading(other.header) === 'outcome')
  if (mapping !== 'action' && others.some(isRight)) return 'rights'
  const isRemoved = values.some(removes)
  const isTaken = (other: Column) => isPaired(column, other) || isObject(other, others, isRemoved)
  if (mapping !== 'erase' && !isReport && others.some(isTaken)) return 'objects'
  return mapping !== 'action' && others.some(isUnknownFlag) ? 'flags' : 'none'
}

/** Headings that name what is removed: the user, and no content. */
const ofUser =
  /(?<!\p{L})(?:users?|accounts?|members?|persons?|employees?|offboard|benutzer|nutzer|konto|utilisateur|usuario|utente|gebruiker)(?!\p{L})|مستخدم/u

/**
 * Whether a heading of a removal may name a right instead: "Delete" beside "Edit", and even "Delete user" beside "Edit
 * user". "Remove" beside "License" may be about the license.
 */
export function mayBeRight(heading: string, neighbors: Neighbors): boolean {
  return neighbors === 'rights' || (neighbors !== 'none' && !ofUser.test(comparableHeading(heading)))
}
