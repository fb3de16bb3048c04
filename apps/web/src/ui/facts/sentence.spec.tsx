import { i18n } from '@lingui/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, describe, expect, it } from 'vitest'
import { Sentence } from './sentence.tsx'

const markup = (locale: string, text: string): string => {
  i18n.loadAndActivate({ locale, messages: {} })
  return renderToStaticMarkup(<Sentence text={text} />).replace(' data-sentence="true"', '')
}

describe('Sentence', () => {
  afterEach(() => i18n.loadAndActivate({ locale: 'en', messages: {} }))

  it('isolates right-to-left names in an English sentence', () => {
    expect(markup('en', 'Removed محمد خوري, 2 groups')).toBe(
      '<bdi dir="ltr">Removed <bdi>محمد خوري</bdi>, 2 groups</bdi>',
    )
  })

  it('isolates names, addresses, files and IDs in an Arabic sentence', () => {
    expect(markup('ar', 'منح دور Bot Tester على Billing لـ 28 مستخدمًا')).toBe(
      '<bdi dir="rtl">منح دور <bdi>Bot Tester</bdi> على <bdi>Billing</bdi> لـ 28 مستخدمًا</bdi>',
    )
    expect(markup('ar', 'الملف «changes-2026.csv» (4,490 بايتًا)')).toBe(
      '<bdi dir="rtl">الملف «<bdi>changes-2026.csv</bdi>» (4,490 بايتًا)</bdi>',
    )
    expect(markup('ar', 'انتهى طلب المحو eud-d311-0bd0: تم محو بيانات 1')).toBe(
      '<bdi dir="rtl">انتهى طلب المحو <bdi>eud-d311-0bd0</bdi>: تم محو بيانات 1</bdi>',
    )
  })

  it('reads an Arabic sentence that begins with an address from the right', () => {
    expect(markup('ar', 'customer2@shoppers.example وشخص واحد آخر')).toBe(
      '<bdi dir="rtl"><bdi>customer2@shoppers.example</bdi> وشخص واحد آخر</bdi>',
    )
  })

  it('reads an English sentence on an Arabic page from the left', () => {
    expect(markup('ar', 'Removed محمد from 3 groups')).toBe(
      '<bdi dir="ltr">Removed <bdi>محمد</bdi> from 3 groups</bdi>',
    )
  })
})
