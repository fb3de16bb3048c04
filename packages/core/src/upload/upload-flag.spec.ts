import { expect, test } from 'vitest'
import { ambiguousMarkFinder, readFlag } from './upload-flag.ts'

function ambiguousIn(...cells: readonly string[]) {
  const finder = ambiguousMarkFinder()
  for (const cell of cells) finder.see(cell)
  return finder.marks()
}

test.each([
  [['x', 'X'], []],
  [['x', '-'], []],
  [['x', 'no'], []],
  [['x', '☐'], []],
  [['x', '12'], []],
  [['✓', '✗'], []],
  [['✅', '❌'], []],
  [['☑', '☐'], []],
  [['yes', '❌️'], []],
  [['✓', 'x'], ['letter']],
  [['☑', '☐', 'x'], ['letter']],
  [['1', 'x'], ['letter']],
  [['ja', 'ｘ'], ['letter']],
  [
    ['○', 'x'],
    ['letter', 'circle'],
  ],
  [['○', '×'], []],
  [['〇', '✕', ''], []],
  [['○', 'いいえ'], []],
  [['○', ''], ['circle']],
  [['○', '●'], ['circle']],
  [['○', '△', '×'], ['circle']],
  [['×', ''], ['cross']],
  [['有', '無'], []],
  [['あり', 'なし'], []],
  [['있음', '없음'], []],
  [['なし', ''], ['nothing']],
  [['无', '否'], ['nothing']],
  [['O', 'X'], ['letter']],
  [['v', 'x'], ['letter']],
  [['granted', 'x'], ['letter']],
  [
    ['x', '✗'],
    ['letter', 'cross'],
  ],
  [['✗'], ['cross']],
  [['❌', 'no'], ['cross']],
  [['✓', 'x', '✗'], ['letter']],
  [['+', '-'], ['dash']],
  [
    ['+', 'x', '–'],
    ['letter', 'dash'],
  ],
] as const)('%j leaves open: %j', (cells, marks) => {
  expect(ambiguousIn(...cells)).toEqual(marks)
  expect(ambiguousIn(...cells.toReversed())).toEqual(marks)
})

test('a circle alone is a yes below a heading of a script whose readers write it for yes', () => {
  for (const heading of ['開発者', 'ボットを作成', '개발자']) {
    const finder = ambiguousMarkFinder(heading)
    for (const cell of ['○', '']) finder.see(cell)
    expect(finder.marks()).toEqual([])
    finder.see('✓')
    expect(finder.marks()).toEqual(['circle'])
  }
})

test.each([
  ['○ 〇 ◯ ⭕ √ 有 あり はい 要 可 예 있음 유 evet var да есть так є ano tak ναι כן יש ใช่ มี نعم صح 是 启用', true],
  [
    '× ✕ ✖ 無 なし いいえ 不要 不可 아니오 없음 무 hayır yok нет ні немає ne nie όχι לא אין ไม่ใช่ ไม่มี لا 否 没有 停用',
    false,
  ],
  ['△ ◎ ● 済 未 O 보류 belki может snad może ίσως אולי อาจ ربما 也许', null],
])('%s: %s', (cells, flag) => {
  for (const cell of cells.split(' ')) expect([cell, readFlag(cell)]).toEqual([cell, flag])
})

test('a mark after very many values is found', () => {
  const numbers = Array.from({ length: 5000 }, (_, at) => String(at + 2))
  expect(ambiguousIn('1', ...numbers, 'x')).toEqual(['letter'])
})
