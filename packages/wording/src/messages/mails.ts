/** Emails that Muster sends, and their lines in the audit. */
export const mails = [
  /*i18n*/ { id: 'mail.footer', message: 'Muster sent this email. It cannot receive replies.' },
  /*i18n*/ { id: 'audit.mail_failed', message: 'An email to {address} could not be delivered' },
  /*i18n*/ { id: 'audit.mail_unreadable', message: 'An email could not be delivered: Muster could not decrypt it' },
] as const
