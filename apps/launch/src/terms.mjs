/** Variants that the German catalogue does not use, and the term of docs/glossary.md that takes their place. */
const german = [
  { variant: /\bNachweis (?:der|einer|herunter)/, use: 'Beleg' },
  { variant: /\bAdmin-?[Rr]olle/, use: 'Administratorrolle' },
  { variant: /Aufrufbudget/, use: 'Aufrufkontingent' },
  { variant: /[Gg]eheimnis/, use: 'Secret' },
  { variant: /\bTokens\b/, use: 'Token' },
  { variant: /\bJobs?\b/, use: 'Auftrag' },
  { variant: /\b[Aa]ngehalten/, use: 'zurückgehalten' },
  { variant: /\bFlags?\b/, use: 'Merkmal' },
  { variant: /[Kk]odier/, use: 'Codierung' },
  { variant: /\bAudits?\b/, use: 'Protokoll' },
  { variant: /Überschriftenzeile/, use: 'Kopfzeile' },
  { variant: /Rate-Limit/, use: 'Ratenlimit' },
  { variant: /Admin(?:istrations)?-?[Kk]onsole/, use: 'Admin Console' },
  { variant: /\beingereiht/, use: 'in die Warteschlange gestellt' },
  { variant: /\bverweiger/, use: 'ablehnen' },
  { variant: /\b(?:[Dd]u|[Dd]ich|[Dd]ein(?:e[mnrs]?)?)\b/, use: 'Sie' },
  { variant: /"/, use: '„…“' },
  { variant: /\}%/, use: 'a space before %' },
]

/** The same for Arabic, whose letters `\b` does not know. */
const arabic = [
  { variant: /الرمز السري|رمز سري/u, use: 'السر' },
  { variant: /برنامج(?:ه)? نصي|البرنامج النصي|البرامج النصية|برامج نصية/u, use: 'نص برمجي' },
  { variant: /الصلاحية «|الصلاحية tokens|لا توجد صلاحية/u, use: 'الإذن' },
  { variant: /[مك]\.ب/u, use: 'ميغابايت' },
  { variant: /ميزانية الاستدعاءات/u, use: 'حصة الاستدعاءات' },
  { variant: /(?<!رو)بوت/u, use: 'روبوت' },
  { variant: /تعذر/u, use: 'تعذّر' },
  { variant: /صف العناوين/u, use: 'صف الرؤوس' },
  { variant: /المشرف/u, use: 'المسؤول' },
  { variant: /موافقة/u, use: 'اعتماد' },
  { variant: /خصائص/u, use: 'علامات' },
  { variant: /الحالات المغلقة|حالات المحو/u, use: 'ملفات المحو' },
  { variant: /(?<!سجل )التدقيق/u, use: 'سجل التدقيق' },
  { variant: /مميز/u, use: 'رمز مميّز' },
  { variant: /تجريبية معزولة|التجريبية المعزولة/u, use: 'بيئة تجريبية' },
  { variant: /المهام المعلّقة|المهام الموقوفة/u, use: 'المهام المحتجزة' },
  { variant: /["“”]/u, use: '«…»' },
  { variant: /\p{Script=Arabic}[,;?]/u, use: '، ؛ ؟' },
]

export const rejected = { de: german, ar: arabic }

/** The names of the facts of a compiled message, and the forms of its plurals. */
function partsOf(compiled) {
  const facts = new Set()
  const forms = []
  const visit = (tokens) => {
    if (!Array.isArray(tokens)) return
    for (const token of tokens) {
      if (typeof token === 'string') continue
      const [name, kind, branches] = token
      facts.add(name)
      if (kind === 'plural') forms.push(Object.keys(branches).filter((form) => form !== 'offset'))
      if (typeof branches === 'object' && branches !== null) for (const branch of Object.values(branches)) visit(branch)
    }
  }
  visit(compiled)
  return { facts, forms }
}

/** Forms that a plural of a language must have; zero is as `other` if it is not there. */
const formsOf = (language) =>
  new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((form) => form !== 'zero')

/** The issues of a translation: a rejected term, other facts than the English text has, a missing plural form. */
export function issuesOf(language, { translation, compiled, source }) {
  const { facts, forms } = partsOf(compiled)
  const named = partsOf(source).facts
  const missing = [...named].filter((name) => !facts.has(name))
  const extra = [...facts].filter((name) => !named.has(name))
  const absent = forms.flatMap((given) => formsOf(language).filter((form) => !given.includes(form)))
  return [
    ...rejected[language].flatMap(({ variant, use }) => {
      const found = variant.exec(translation)
      return found === null ? [] : [`"${found[0]}": use ${use}`]
    }),
    ...missing.map((name) => `lacks {${name}}`),
    ...extra.map((name) => `has {${name}}, which the English text does not`),
    ...absent.map((form) => `lacks the plural form "${form}"`),
  ]
}
