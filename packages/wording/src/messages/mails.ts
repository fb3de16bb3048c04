/** Emails that Muster sends, and their lines in the audit. */
export const mails = [
  /*i18n*/ { id: 'mail.footer', message: 'Muster sent this email. It cannot receive replies.' },
  /*i18n*/ { id: 'audit.mail_failed', message: 'An email to {address} could not be delivered' },
  /*i18n*/ { id: 'audit.mail_unreadable', message: 'An email could not be delivered: Muster could not decrypt it' },
  /*i18n*/ { id: 'mail.invitation_subject', message: 'Your invitation to Muster for {account}' },
  /*i18n*/ { id: 'mail.invitation', message: '{actor} invites you to Muster, the console for {account}.' },
  /*i18n*/ { id: 'mail.renewal_subject', message: 'Your link to Muster for {account}' },
  /*i18n*/ {
    id: 'mail.renewal',
    message: '{actor} created a link with which you choose a new passphrase for {account}.',
  },
  /*i18n*/ {
    id: 'mail.link',
    message:
      'The link works once, within {days, plural, one {# day} other {# days}}. If you did not expect it, ignore this email.',
  },
  /*i18n*/ { id: 'audit.member_invited_by_email', message: '{actor} invited {member} as {role} by email' },
  /*i18n*/ { id: 'audit.member_invited_again_by_email', message: '{actor} sent {member} a new link by email' },
  /*i18n*/ {
    id: 'problem.no_mail_server',
    message: 'Muster sends no emails: SMTP_URL is not set. Pass the link on yourself.',
  },
] as const
