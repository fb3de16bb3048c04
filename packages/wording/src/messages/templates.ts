/** The sheets of a template. Headings and values in quotes stay English, because an upload detects them. */
export const templates = [
  /*i18n*/ { id: 'template.access', message: 'Access' },
  /*i18n*/ { id: 'template.users', message: 'Users' },
  /*i18n*/ { id: 'template.column', message: 'Column' },
  /*i18n*/ { id: 'template.description', message: 'Description' },
  /*i18n*/ { id: 'template.use', message: 'How to use this file' },
  /*i18n*/ {
    id: 'template.use_filled',
    message: 'Edit the rows to change and send the file back. Unchanged rows request nothing.',
  },
  /*i18n*/ {
    id: 'template.use_blank',
    message:
      'Enter your users below the header. Delete the example rows: their users do not exist, and Muster checks the file before it plans anything.',
  },
  /*i18n*/ {
    id: 'template.email',
    message:
      'The user of the row. One of “Email ID”, “Organization ID” and “User ID” is enough; two must identify the same user.',
  },
  /*i18n*/ { id: 'template.organization_id', message: 'The ID that your organization gave the user.' },
  /*i18n*/ {
    id: 'template.user_id',
    message: 'Kore.ai’s own ID, as in “u-…”; for users without the other two.',
  },
  /*i18n*/ {
    id: 'template.action',
    message: '“update”, “remove” or “erase”. May stay blank if the other columns show it.',
  },
  /*i18n*/ { id: 'template.groups_add', message: 'Groups to join, by name or ID, separated by semicolons.' },
  /*i18n*/ { id: 'template.groups_remove', message: 'Groups to leave.' },
  /*i18n*/ { id: 'template.groups_set', message: 'Exactly these groups: all others are removed. Blank: no change.' },
  /*i18n*/ {
    id: 'template.roles_add',
    message:
      'Roles to assign: “Tester on Billing; Analyst on *”. A star means every bot. Write an admin role without a bot.',
  },
  /*i18n*/ { id: 'template.roles_remove', message: 'Roles to remove, written the same way.' },
  /*i18n*/ { id: 'template.roles_set', message: 'Exactly these roles: all others are removed. Blank: no change.' },
  /*i18n*/ { id: 'template.developer', message: '“yes” or “no”. Blank: no change.' },
  /*i18n*/ {
    id: 'template.create_bots',
    message: '“yes” or “no”. A user who creates bots must be a developer.',
  },
  /*i18n*/ {
    id: 'template.erase',
    message: '“all bots”, or bots by name: queues the erasure of the person’s conversations. Cannot be undone.',
  },
  /*i18n*/ { id: 'template.reference', message: 'For reference only; your changes to them are ignored.' },
] as const
