import { isSomeoneElse } from '../identifier/other-people.ts'
import { isTakingAway } from './upload-decision.ts'
import { comparableHeading, isSignInName, mappingOfHeading } from './upload-headings.ts'
import { isHeadingOfLeavers } from './upload-leaving.ts'

const list = (text: string): readonly string[] =>
  text
    .split(',')
    .map((entry) => comparableHeading(entry))
    .filter((entry) => entry !== '')

/** Words for an address, and for the user that a row is about. */
const naming = list(`
  mail, mails, email, emails, e mail, e mails, mailadresse, mailadressen, emailadresse, emailadressen, emailadres, mailadres, mailbox, smtp, upn, login, logon, username, user name, user, users, member, members, person, people,
  employee, employees, worker, workers, staff, colleague, colleagues, associate, name, names, who, participant, participants, attendee, attendees, invitee, learner, student, address, addresses, principal, identity, individual,
  e mail adresse, adresse, adressen, benutzer, benutzername, nutzer, nutzerin, anwender, anwenderin, mitarbeiter, mitarbeiterin, mitarbeitende, mitarbeitender, beschäftigte, beschäftigter, kollege, kollegin, teilnehmer, teilnehmerin, teilnehmende, mitglied, wer,
  courriel, courriels, mél, adel, adresses, utilisateur, utilisatrice, employé, employée, salarié, salariée, collaborateur, collaboratrice, personne, membre, participante, nom, qui, agent,
  correo, correos, e correo, dirección, direcciones, usuario, usuaria, usuarios, empleado, empleada, empleados, colaborador, colaboradora, persona, miembro, nombre, trabajador, trabajadora, quién,
  endereço, endereços, utilizador, funcionário, funcionária, pessoa, membro, nome, indirizzo, indirizzi, utente, utenti, dipendente, dipendenti, collaboratore, posta, partecipante,
  gebruiker, gebruikers, gebruikersnaam, medewerker, medewerkers, deelnemer, naam, adres, adresy, użytkownik, użytkownika, użytkownicy, pracownik, pracownika, uczestnik, osoba, imię, poczta,
  почта, почты, почтовый, имейл, мейл, адрес, адреса, пользователь, пользователя, пользователи, сотрудник, сотрудника, сотрудники, работник, участник, имя, фио, пошта, користувач, працівник, співробітник,
  posta, kullanıcı, kullanıcılar, çalışan, personel, katılımcı, eposta, postasi, adresi, kişi, uživatel, zaměstnanec, adresa, felhasználó, cím, utilizator, angajat, adresă, användare, bruger, bruker, käyttäjä, osoite, sähköposti, medarbetare, medarbejder, ansatt,
  post, epost, χρηστησ, χρηστης, υπάλληλος, διεύθυνση, ταχυδρομείο, ηλεκτρονικό, người dùng, nhân viên, thư điện tử, pengguna, karyawan, alamat, surel,
  メールアドレス, メール, アドレス, eメール, ユーザー, ユーザ, ユーザー名, 利用者, 社員, 従業員, 職員, 氏名, 名前, 参加者, 対象者, 邮箱, 邮件, 电子邮件, 电子邮箱, 邮件地址, 電子郵件, 電子信箱, 信箱, 郵件, 地址, 用户, 用户名, 员工, 姓名, 成员, 人员, 使用者, 員工, 使用者名稱, 成員, 参与者,
  agents, associates, individuals, identities, learners, students, invitees, intern, interns, trainee, trainees, tester, testers, contractor, contractors, freelancer, freelancers, guest, guests, new hire, new hires, new joiner, new joiners, new starter, new starters,
  team member, team members, group member, group members, operator, operators, csr, csrs, recipient, recipients, requestee, requestees, beneficiary, sign in, logins, usernames, account, accounts, sso id,
  nutzername, anmeldename, benutzers, benutzern, benutzerkonto, benutzerkonten, nutzers, nutzern, nutzerkonto, anwenders, anwendern, anwenderkonto, mitarbeiters, mitarbeitern, mitarbeiternamen, mitarbeitername, personen, konto, konten, empfänger, kollegen, kolleginnen, mitglieder, mitgliedern,
  teammitglied, teammitglieder, gruppenmitglied, gruppenmitglieder, azubi, azubis, auszubildende, praktikant, praktikantin, praktikanten,
  utilisateurs, employés, salariés, collaborateurs, membres, personnes, participants, stagiaire, stagiaires, destinataire, destinataires, compte, comptes, identifiant, identifiants,
  usuarias, miembros, personas, participantes, destinatario, destinatarios, colaboradores, trabajadores, cuenta, cuentas, conta, contas, membros, pessoas, funcionários, utilizadores, partecipanti, membri, persone, collaboratori, destinatari,
  leden, deelnemers, collega, uczestnicy, pracownicy, użytkowników, konta, участники, работники, пользователей, сотрудников, логин, аккаунт, учетная запись, çalışanlar, hesap, üye, üyeler, アカウント, メンバー, 账号, 账户, 帐号, 帳號, 계정, 회원, 구성원,
  المستخدمين, المستخدمون, مستخدمين, مستخدمون, للمستخدم, للمستخدمين, الموظفين, الموظفون, موظفين, للموظف, للموظفين, المشاركين, المشاركون, الأعضاء, أعضاء, العضو, عضو, عضو الفريق, أعضاء الفريق, عضو المجموعة, أعضاء المجموعة, المتدرب, المتدربين, المستلم, الحساب, حساب, الحسابات, عناوين, أسماء,
  이메일, 메일, 주소, 사용자, 직원, 이름, 성명, 참가자, 사원, البريد, الإلكتروني, الالكتروني, بريد, إلكتروني, الإيميل, ايميل, عنوان, المستخدم, مستخدم, الموظف, موظف, الاسم, اسم, المشارك, דואר, אלקטרוני, אימייל, מייל, כתובת, משתמש, עובד, שם, อีเมล, ผู้ใช้, พนักงาน, ชื่อ, ईमेल, उपयोगकर्ता, कर्मचारी, नाम
`)
/** What else such a heading has: which address it is, where a program keeps it, and how a form asks for it. */
const beside = list(`
  id, ids, identifier, work, business, corporate, corp, company, office, official, professional, primary, main, default, preferred, current, internal, external, organi[sz]ation, organizational, enterprise, institutional, institution, academic,
  home, personal, private, contact, information, info, details, data, value, values, profile, attributes, attribute, fields, field, properties, traits, record, object, type, text, full, unique, valid, verified, known, existing, new, active, target, updated, registered, org, emp, empl,
  google, okta, azure, ad, aad, entra, o365, m365, office365, microsoft, ms, windows, outlook, exchange, teams, slack, zoom, gmail, kore, kore ai, koreai, ai, saml, sso, ldap, sam, sap, workday, jira, github, on premises, onpremises, proxy, application, app, system, portal, platform, directory, domain,
  column, col, unnamed, field, spalte, colonne, columna, coluna, colonna, kolom, kolumna, столбец, 列, 열, عمود, entry, item, list, row, line, no, number, nr, key, code, first, last, given, family, sur, display,
  requested for, granted to, assigned to, shared with, access for, for, to, of, the, a, an, is, are, your, their, his, her, my, our, this, that, what, which, whose, please, enter, provide, type in, fill in, should, be, added, add, get, gets, receive, receives, needs, need, granted, access, here, and, or, in, at, with, only, e g, eg, i e, ie, example, like, such as, format, case sensitive, s,
  neue, neuer, neuen, registriert, registrierte, zugang für, zugriff für,
  der, die, das, des, dem, den, von, für, ihre, ihr, deine, bitte, eingeben, eintragen, und, oder, z b, dienstlich, dienstliche, dienstlicher, geschäftlich, geschäftliche, beruflich, berufliche, arbeit, firma, firmen, privat, private, primäre, elektronische, aktuelle, haupt, betrieblich, betriebliche, adresse,
  de, du, d, le, la, les, l, un, une, votre, vos, et, ou, professionnel, professionnelle, pro, travail, entreprise, électronique, personnel, personnelle, principal, principale, société,
  del, el, los, las, su, tu, y, o, electrónico, electrónica, corporativo, corporativa, laboral, trabajo, institucional, empresa, profesional, personal, particular,
  do, da, dos, das, seu, sua, eletrônico, eletrónico, profissional, trabalho, di, della, dell, il, lo, tuo, sua, elettronica, elettronico, aziendale, lavoro, lavorativa, professionale,
  van, het, een, uw, je, zakelijk, zakelijke, werk, elektroniczna, elektronicznej, elektroniczny, służbowy, służbowa, służbowe, firmowy, firmowa, twój, рабочая, рабочий, рабочей, корпоративная, корпоративный, корпоративной, электронная, электронной, эл, электронный, електронна, служебная,
  iş, kurumsal, e, elektronik, adı, pracovní, e mailová, mailová, firemní, munkahelyi, serviciu, lucru, arbets, arbetsmail, jobb, työ, công ty, kantor, kerja,
  会社, 仕事, 仕事用, 業務用, 業務, 個人, 社用, 本人, の, ご, 公司, 工作, 企业, 企業, 办公, 个人, 个, 的, 电子, 電子, 회사, 업무, 업무용, 개인, 의, للعمل, العمل, الشركة, الرسمي, الجديد, الجدد, مايكروسوفت, جوجل, של, עבודה, ที่ทำงาน, ของ, บริษัท
`)

const byLength = (words: readonly string[]) => words.toSorted((a, b) => b.length - a.length)
/** Words of these scripts are separated by spaces; those of others are found within a text. */
const isSpaced = (word: string) =>
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew} ]+$/u.test(word)
const anyOf = (words: readonly string[]) => {
  const ordered = byLength(words)
  const [whole, within] = [ordered.filter(isSpaced), ordered.filter((word) => !isSpaced(word))]
  return new RegExp(`(?<![\\p{L}\\p{M}])(?:${whole.join('|')})(?![\\p{L}\\p{M}])|(?:${within.join('|')})`, 'gu')
}
const names = anyOf(naming)
const known = anyOf([...naming, ...beside])
/** An address in a heading is an example, and so is what follows "e.g.". */
const example = /\S+@\S+/g

/**
 * Whether a heading over addresses is known to be over those of the users of the rows: it names an address or a user,
 * and no word in it is unknown, as in "Mgr Email" or "Head of department". One without a meaning, as "Column A", is as well.
 */
export function isOfUsers(heading: string): boolean {
  const text = comparableHeading(heading.replaceAll(example, ' ').replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
  if (isSignInName(heading)) return true
  const rest = text.replaceAll(known, ' ').replaceAll(/(?<!\p{L})\p{Script=Latin}(?!\p{L})/gu, ' ')
  if (/\p{L}/u.test(rest) || /(?<!\p{L})n ?[+-] ?\d/iu.test(heading)) return false
  const hasName = text.search(names) !== -1
  return hasName || isUnnamed(text)
}

/** Headings of unnamed columns: "Column 1", "Spalte A", "x". */
const isUnnamed = (text: string) =>
  /^(?:(?:column|col|unnamed|field|spalte|colonne|columna|coluna|colonna|kolom|kolumna|столбец|列|열|عمود|entry|item|list|value|values|id|ids|key|identifier|data|daten|بيانات|for|to|access for|zugang fur|zugriff fur|assigned to|requested for|granted to|shared with)\b ?)?(?:\p{Script=Latin}|[\d:. ]*)?$/u.test(
    text,
  )

/** Names beside an address, of the user it belongs to, or of another. */
const otherNames = list(`
  vorname, nachname, familienname, prénom, prénoms, apellido, apellidos, cognome, sobrenome, surname, forename, voornaam, achternaam, nazwisko, фамилия, soyad, soyadı, 姓, 名, اللقب, العائلة
`)
const othersNames = anyOf(otherNames)
const ids = new Set(['org_user_id', 'user_id', 'channel_user_id'])
const isOfNames = (mapping: string | null) => mapping !== null && /^(?:groups|roles|role_bot)/.test(mapping)

/** Whether a column names users, as "First name" or "Employee ID" does: an address beside it may be of someone else. */
export function namesUsers(heading: string): boolean {
  const mapping = mappingOfHeading(heading)
  if (isOfNames(mapping)) return false
  const text = comparableHeading(heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
  return (mapping !== null && ids.has(mapping)) || text.search(names) !== -1 || text.search(othersNames) !== -1
}

/** Words of a heading over addresses of senders, of those who are responsible, of groups, or of no use any more. */
const strangers =
  /(?<!\p{L})(?:from|sender|author|reporter|cc|bcc|reply|notif\p{L}*|modified|changed|last|next|level|kin|guarantor|responsible|accountable|in charge|inviter|invited|old|former|previous|prior|ex|absender|autor|verfasser|freigeber\p{L}*|burge|burgin|vorganger\p{L}*|nachfolger\p{L}*|vertreter\p{L}*|alte?|fruhere?|bisherige?|expediteur|auteur|garant|ancien(?:ne)?|remitente|autora?|antigu[oa]|anterior|remetente|mittente|garante|vecchi[oa]|afzender|oude?|nadawca|отправитель|автор|старый|groups?|teams?|departments?|shared|list|support|helpdesk|gruppe|abteilung|verteiler|funktion|groupe|equipe|service|grupo|equipo|gruppo)(?!\p{L})|送信|差出人|発信|保証|旧|发件|寄件|发送|直属|担保|旧|보낸|발신|이전|ผู้ดูแล|ผู้ส่ง|المرسل|مسؤول|مسئول|الضامن|السابق|القديم|الفريق|المجموعة|القسم/u

/**
 * Whether the only addresses of a file without names are those of its users, whatever their heading: "Advisor", "Contact".
 * Not one that names others.
 */
export function mayBeOfUsers(heading: string): boolean {
  const text = comparableHeading(heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
  return !strangers.test(text) && !isSomeoneElse(heading) && !isTakingAway(heading) && !isHeadingOfLeavers(heading)
}

/** Headings over where and as what a user works, and over remarks and numbers of the row. */
const attributes =
  /(?<!\p{L})(?:locations?|country|countries|city|region|sites?|offices?|buildings?|floor|street|zip|postal|province|phones?|telephone|mobile|cell|extension|fax|titles?|jobs?|positions?|grade|level|band|function|occupation|profession|division|business|units?|bu|org(?:ani[sz]ation)?s?|company|companies|entity|employer|dep(?:ar)?t(?:ment)?s?|cost cent(?:er|re)s?|tickets?|requests?|ref(?:erence)?s?|cases?|incidents?|numbers?|no|nr|ids?|counts?|owners?|dates?|days?|time|since|gender|sex|languages?|locale|salutation|types?|class|category|source|vendor|supplier|agency|priority|comments?|notes?|remarks?|reasons?|justification|descriptions?|details|currency|nationality|age|subsidiary|sector|industry|segment|shifts?|schedule|fte|contract|birth\p{L}*|hire\p{L}*|standort|dienstort|arbeitsort|ort|land|stadt|gebaude|etage|buro|telefon\p{L}*|handy|durchwahl|stelle|position|funktion|beruf|tatigkeit|abteilung\p{L}*|bereich|einheit|kostenstelle|firma|gesellschaft|niederlassung|anrede|grund|begrundung|bemerkung(?:en)?|kommentare?|hinweise?|datum|geschlecht|sprache|vorgang|lieu|pays|ville|bureau|poste|fonction|metier|service|direction|unite|societe|entreprise|civilite|centre de couts?|motif|commentaires?|remarques?|sexe|langue|agence|ubicacion|pais|ciudad|sede|oficina|telefono|movil|cargo|puesto|area|departamento|unidad|empresa|centro de (?:costos?|costes?|custos?|costo)|motivo|comentarios?|observac(?:ion|iones|ao|oes)|notas?|idioma|local|cidade|filial|telefone|celular|funcao|setor|paese|citta|ufficio|cellulare|mansione|qualifica|reparto|azienda|locatie|land|plaats|functie|afdeling|bedrijf|kostenplaats|opmerking(?:en)?|stanowisko|dzial|firma|miasto|kraj|uwagi|город|страна|отдел|должность|компания|телефон|комментарий|примечание|ulke|sehir|departman|unvan)(?!\p{L})|部門|部署|所属|役職|勤務地|拠点|国|電話|備考|部门|职位|职务|地点|城市|国家|公司|备注|電話|电话|部門|職稱|부서|직급|직책|지역|국가|회사|전화|비고|القسم|الإدارة|الوظيفة|المسمى|المدينة|الدولة|البلد|الموقع|الشركة|الهاتف|ملاحظات|מחלקה|תפקיד|עיר|מדינה|הערות/u

/** Whether a heading is over an attribute of a user that access does not depend on, as "Location" or "Cost center". */
export function isAttribute(heading: string): boolean {
  return attributes.test(comparableHeading(heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')))
}
