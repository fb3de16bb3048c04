import { expect, test } from 'vitest'
import { dayFinder, isConditional, isDay } from './upload-condition.ts'
import { isTakingAway } from './upload-decision.ts'
import { mayLimit } from './upload-doubt.ts'
import { withdrawalsBelow } from './upload-withdrawal.ts'

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

const daysOf = (heading: string, cells: readonly string[]) => {
  const finder = dayFinder(heading, 20_261_130)
  for (const cell of cells) finder.see(cell)
  return finder.found()
}

test.each([
  '2026-12-01',
  '2027-01-15T00:00:00Z',
  '20270115',
  '15.1.2027',
  '1. Dez 2026',
  '15. Januar 2027',
  '15-JAN-27',
  'Jan 15, 2027',
  '15 de enero de 2027',
  '15 stycznia 2027',
  '01/15/27',
  '15/01/2027',
  '2027年1月15日',
  '2026-01-01 - 2026-12-31',
  'until January 2027',
  'Access from 1 December 2026',
])('“%s” is ahead of 30 November 2026', (cell) => expect(daysOf('Milestone', ['2019-01-01', cell])).toBe(cell))

test.each([
  '2026-11-30',
  '20261130',
  '9999-12-31',
  '2099-12-31',
  '31.12.1999',
  '11/30/2026',
  '3 May',
  '1.2.27.4',
  '10.1.2.30',
  '1987',
  '12.5.49',
])('“%s” is not', (cell) => expect(daysOf('Milestone', [cell])).not.toBe(cell))

test('a value with only one reading decides whether day or month is first', () => {
  expect(daysOf('Milestone', ['05/12/2026'])).toBe('05/12/2026')
  expect(daysOf('Milestone', ['05/12/2026', '05/30/2026'])).toBeNull()
  expect(daysOf('Milestone', ['05/12/2026', '30/05/2026'])).toBe('05/12/2026')
})

test.each([
  'Date of birth',
  'Training',
  'Review date',
  'Password expires',
  'Visa',
  'Ticket no.',
  'Employee ID',
  'Probezeit bis',
  'Urlaub',
])('a day ahead below “%s” is of something else', (heading) =>
  expect(daysOf(heading, ['20270115', '2027-01-15'])).toBeUndefined(),
)

test.each([
  'Effective',
  'EffDt',
  'Wirksam ab',
  'BEGDA',
  'Start date',
  'Seniority date',
  'Benefits start',
  'Desde',
  '適用日',
])('days below “%s” that have passed limit nothing, and a word does', (header) => {
  const column = { header, samples: ['2019-01-01'], fillRate: 0.2 }
  expect(mayLimit({ ...column, days: 'past' })).toBe(false)
  expect(mayLimit({ ...column, days: 'ahead' })).toBe(true)
  expect(daysOf(header, ['2019-01-01'])).toBeNull()
  expect(daysOf(header, ['2019-01-01', 'next month'])).toBeUndefined()
})

test.each(['ENDDA', 'Termination date', 'Valid until'])('below “%s” they do', (header) =>
  expect(mayLimit({ header, samples: ['2026-01-31'], fillRate: 1, days: 'past' })).toBe(true),
)

test.each([
  ['20261130', true],
  ['20261330', false],
  ['12345678', false],
  ['99991231', false],
])('%s is a day: %s', (cell, expected) => expect(isDay(cell)).toBe(expected))
