import { expect, test } from 'vitest'
import { isConditional } from './upload-condition.ts'
import { isTakingAway, withdrawalsBelow } from './upload-decision.ts'

test.each([
  'Valid until',
  'valid_to',
  'validUntil',
  'End date',
  'Expires',
  'Expiration Date',
  'Access expiry',
  'Start date',
  'When',
  'Gültig bis',
  'Ablaufdatum',
  'Befristet bis (Datum)',
  "Date d'expiration",
  "Valable jusqu'au",
  'Válido hasta',
  'Fecha de fin',
  'Data di fine',
  'Срок действия',
  '有効期限',
  '有效期至',
  'تاريخ الانتهاء',
  'Condition',
  'Only if',
  'Bedingung',
])('a value under “%s” limits its row', (heading) => {
  expect(isConditional(heading, ['31.12.2026'])).toBe(true)
})

test.each([
  'Email',
  'Groups',
  'Last login',
  'Created',
  'Weekend duty',
  'Password expires',
  'Friend',
  'Contract end date',
  'Legend',
  'When created',
  'whenChanged',
])('a value under “%s” does not', (heading) => {
  expect(isConditional(heading, ['31.12.2026'])).toBe(false)
})

test('a value for no limit is none', () => {
  expect(isConditional('Expires', ['', ' ', '-', 'n/a', 'never', 'Unbefristet', '永久'])).toBe(false)
  for (const value of ['2026-12-31', 'end of March', '30 days']) expect(isConditional('Expires', [value])).toBe(true)
})

test.each(['Environment', 'Tenant', 'System', 'Umgebung', '環境'])('“%s” limits rows if it differs', (heading) => {
  expect(isConditional(heading, ['Production', 'Test'])).toBe(true)
  expect(isConditional(heading, ['Production'])).toBe(false)
})

test.each([
  ['Durum', 'Pasif, İşten ayrıldı, PASİF, silinecek, İptal, Devre dışı'],
  ['Status', 'odszedł, zawieszona, slutat, sluttet, fratrådt, irtisanottu, nonaktif, plecat'],
  ['Stav', 'neaktivní, odešel, ukončeno, odstranit'],
  ['Κατάσταση', 'Ανενεργός, ανενεργη, αποχώρησε, διαγραφή'],
  ['Статус', 'уволился, неактивна, заблокирована, отозвать, звільнено'],
  ['סטטוס', 'לא פעיל, עזב, מושבת, למחוק'],
  ['สถานะ', 'ลาออก, ระงับ, ไม่ใช้งาน, ลบ'],
  ['状态', '停用, 已离职, 注销, 驳回, 冻结'],
  ['상태', '정지, 퇴사, 해지, 휴직'],
  ['状態', '退職者, 停止, 抹消, 休職'],
  ['Állapot', 'inaktív, kilépett, törlendő'],
  ['Trạng thái', 'Nghỉ việc, bị khóa, không hoạt động'],
  ['स्थिति', 'निष्क्रिय, हटाएं'],
  ['Poznámka', 'pozor – odešel v říjnu'],
  ['Açıklama', 'bu kullanıcıyı silin'],
  ['หมายเหตุ', 'ลาออกแล้วเดือนที่แล้ว'],
  ['הערות', 'לא להוסיף'],
])('below “%s”, the user who left or is to lose something is no plain row: %s', (heading, cells) => {
  const isWithdrawal = withdrawalsBelow(heading)
  for (const cell of cells.split(', ')) expect([cell, isWithdrawal(cell)]).toEqual([cell, true])
  for (const cell of [
    'ok',
    'aktif',
    'aktywny',
    'aktivní',
    'Ενεργός',
    'работает',
    'פעיל',
    'ใช้งาน',
    '在职',
    '재직',
    'सक्रिय',
  ])
    expect([cell, isWithdrawal(cell)]).toEqual([cell, false])
})

test.each([
  ['First name', 'Sil, Slet, Xoa, 해지, Çıkar'],
  ['Surname', 'פוטר, Fjern'],
  ['Отдел', 'Архив, в архиве'],
  ['Siviilisääty', 'Eronnut'],
  ['Projekt', 'avslutat'],
  ['ผลตรวจ', 'ลบ'],
  ['Bildirimler', 'Kapalı'],
  ['הערות', 'משרה מלאה, מחלקת שיווק, לוח זמנים'],
  ['หมายเหตุ', 'ไม่มี, ไม่ระบุ, ข้อมูลบัญชีใหม่, มีผลบังคับใช้แล้ว, อย่างเป็นทางการ'],
  ['Opmerking', 'nu in Gent'],
  ['Kommentar', 'er nu i Aarhus, fjernarbejde'],
  ['Note', 'Lincoln, NE; Ei des Kolumbus'],
  ['Açıklama', 'yeni silindir hattı, bu kadar'],
  ['Ghi chú', 'không có'],
  ['Σχόλια', 'δεν υπάρχουν'],
])('below “%s”, these are names or remarks without a reservation: %s', (heading, cells) => {
  const isWithdrawal = withdrawalsBelow(heading)
  for (const cell of cells.split(', ')) expect([cell, isWithdrawal(cell)]).toEqual([cell, false])
})

test.each([
  ['Status', 'sil, Архив, slet, xóa'],
  ['İşlem', 'Sil, çıkar'],
  ['Статус сотрудника', 'архив, в архиве'],
  ['การดำเนินการ', 'ลบ'],
  ['Column 3', 'Sil'],
  ['Kommentar', 'fjern'],
  ['Açıklama', 'lütfen sil, hesabı silin, 31 Mart sonuna kadar, ayrıldı'],
  ['Megjegyzés', 'ne adjuk hozzá'],
  ['Observații', 'nu mai lucrează aici'],
  ['Huomautus', 'ei saa lisätä'],
  ['หมายเหตุ', 'โปรดลบ, ลบออกจากกลุ่ม, อย่าเพิ่ม, ไม่ต้องเพิ่ม, ไม่มีสิทธิ์'],
  ['הערות', 'לא מאושר, שלא להוסיף, נא למחוק, עזבה בינואר, גישה זמנית'],
  ['Ghi chú', 'không thêm'],
])('below “%s”, the same words take away or reserve: %s', (heading, cells) => {
  const isWithdrawal = withdrawalsBelow(heading)
  for (const cell of cells.split(', ')) expect([cell, isWithdrawal(cell)]).toEqual([cell, true])
})

test.each([
  ['ข้อมูลบัญชีผู้ใช้', false],
  ['מחלקת מחקר', false],
  ['ลบกลุ่ม', true],
  ['กลุ่มที่ต้องการลบ', true],
  ['קבוצות להסרה', true],
  ['מחיקת משתמש', true],
])('“%s” is about removals: %s', (text, expected) => expect(isTakingAway(text)).toBe(expected))
