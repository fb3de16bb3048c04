import { comparableName } from '../account/name-index.ts'
import { isDecisionHeading, isStateHeading } from './upload-decision.ts'
import { readFlag } from './upload-flag.ts'
import { comparableHeading, flagOfHeading, isKnownHeading, mappingOfHeading } from './upload-headings.ts'

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
  readonly values: readonly string[]
}

/** Beside a column: rights ("View", "Edit"), yes and no with an unknown meaning, or neither. */
export type Neighbors = 'rights' | 'flags' | 'none'

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

/** What the columns beside one reveal about it, if its heading requests removals. */
export function neighborsOf(heading: string, others: () => readonly Column[]): Neighbors {
  const mapping = mappingOfHeading(heading)
  if (mapping !== 'remove' && mapping !== 'erase') return 'none'
  if (others().some(isRight)) return 'rights'
  return others().some(isUnknownFlag) ? 'flags' : 'none'
}

/** Headings that name what is removed: the user, and no content. */
const ofUser =
  /(?<!\p{L})(?:users?|accounts?|members?|persons?|employees?|offboard|benutzer|nutzer|konto|utilisateur|usuario|utente|gebruiker)(?!\p{L})|مستخدم/u

/** Whether a heading of a removal may name a right instead: "Delete" beside "Edit", and even "Delete user" beside "Edit user". */
export function mayBeRight(heading: string, neighbors: Neighbors): boolean {
  return neighbors === 'rights' || (neighbors === 'flags' && !ofUser.test(comparableHeading(heading)))
}
