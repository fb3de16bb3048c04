/** Headings of the columns for a requested change, in templates and reports; an upload detects them. */
export const changeHeadings = [
  'Action',
  'Add groups',
  'Remove groups',
  'Set groups',
  'Add roles',
  'Remove roles',
  'Set roles',
  'Developer',
  'Can create bots',
  'Erase',
] as const
