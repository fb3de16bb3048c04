import { describe, expect, test } from 'vitest'
import { partHeader, readColumns } from './read-columns.ts'

const boss = 'boss@example.com'
const ana = 'ana.lee@example.com'

/** The mapping of the column of addresses, in a file with cells between semicolons. */
function mappingOf(lines: readonly string[]) {
  const rows = lines.map((line, at) => ({
    row: at + 1,
    cells: line.split(';'),
    hidden: false,
    formulas: [],
    errors: [],
  }))
  const { header, data, titles } = partHeader(rows, undefined)
  const at = data[0]?.cells.findIndex((cell) => cell.includes('@')) ?? -1
  return readColumns({ header, data, titles, remembered: null })[at]?.mapping
}

describe('addresses below "Email" that may be of someone else are used only after a user confirms it', () => {
  test.each<[string, ...string[]]>([
    ['managers before them', 'Employee;Line manager;Email;Group', `Ana Lee;Big Boss;${boss};Data`],
    ['in German', 'Mitarbeiter;Vorgesetzter;E-Mail;Gruppe', `Ana Lee;Big Boss;${boss};Data`],
    ['in French', 'Nom;Responsable;Courriel;Groupe', `Ana Lee;Big Boss;${boss};Data`],
    ['without the users', 'Group;Team lead;Email;Phone', `Data;Big Boss;${boss};12`],
    ['the contact of a group', 'Group;Description;Contact;Email', `Data;All data;Big Boss;${boss}`],
    ['a title above', 'Employee;;Manager;;', 'Name;Department;Name;Email;Group', `Ana Lee;HR;Big Boss;${boss};Data`],
    ['a title above only them', ';;Manager;', 'Name;Group;Email;Phone', `Ana Lee;Data;${boss};12`],
    ['senders of a form', 'Timestamp;Email Address;Employee name;Group', `2026-11-01 10:00;${boss};Ana Lee;Data`],
    ['in German', 'Zeitstempel;E-Mail-Adresse;Name der Person;Gruppe', `01.11.2026;${boss};Ana Lee;Data`],
    [
      'who are named themselves',
      'ID;Start time;Completion time;Email;Name;Who needs access?;Group',
      `1;2026-11-01;2026-11-01;${boss};Big Boss;Ana Lee;Data`,
    ],
    [
      'beside the addresses of users',
      'Timestamp;Email Address;Employee email;Group',
      `2026-11-01 10:00;${boss};${ana};Data`,
    ],
    ['one for all', 'Email;Name;Group', `${boss};Ana Lee;Data`, `${boss};Ben Okafor;Legal`, `${boss};Cy Young;Brand`],
  ])('%s: %s', (_name, ...lines) => expect(mappingOf(lines)).toBe('ignore'))
})

describe('addresses of the users of the rows are used', () => {
  test.each<[string, ...string[]]>([
    ['whose names they have', 'Name;Manager;Email;Group', `Lee, Ana;Big Boss;${ana};Data`],
    ['beside those of the managers', 'Name;Manager;Email;Manager email;Group', `Mina;Big Boss;${ana};${boss};Data`],
    ['beside their IDs', 'Employee ID;Manager;Email;Group', `1001;Big Boss;${ana};Data`],
    ['before the managers', 'Name;Email;Manager;Group', `Mina;${ana};Big Boss;Data`],
    ['below a heading that names them', 'Name;Manager;Employee email;Group', `Mina;Big Boss;${ana};Data`],
    ['who sent a form', 'Timestamp;Email Address;Group', `2026-11-01 10:00;${ana};Data`],
    ['who sent a form with their name', 'Timestamp;Email Address;Name;Group', `2026-11-01 10:00;${ana};Ana Lee;Data`],
    ['below a line about the file', 'Requested by;Big Boss', 'Email;Group', `${ana};Data`],
    ['below a note', 'Owner: Big Boss', 'Email;Group', `${ana};Data`],
    ['in several rows', 'Email;Name;Group', `${ana};Mina;Data`, `${ana};Mina;Legal`, `${ana};Mina;Brand`],
    ['of projects', 'Email;Project name;Group', `${ana};Apollo;Data`, `${ana};Zeus;Legal`, `${ana};Hera;Brand`],
    ['who are contacts', 'Contact;Email;Group', `Mina;${ana};Data`],
    ['of groups', 'Group;Description;Email', `Data;All data;${ana}`],
  ])('%s: %s', (_name, ...lines) => expect(mappingOf(lines)).toBe('email'))
})
