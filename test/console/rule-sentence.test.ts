import i18next from 'i18next'
import { expect, test } from 'vitest'
import { da } from '../../console/src/app/words/da.ts'
import { en } from '../../console/src/app/words/en.ts'
import { ruleSentence } from '../../console/src/features/segments/rule-sentence.ts'
import type { Rule } from '../../src/contract/segment.ts'

const rules: readonly Rule[] = [
  { where: { segment: 'big' } },
  { intersect: { path: ['bought'], column: 'purchases.Total', greaterThan: 900 } },
  { except: { not: { segment: 'big' } } },
  {
    union: {
      any: [
        { segment: 'big' },
        { column: 'State', equals: 'Texas' },
        { all: [{ segment: 'big' }, { column: 'Age', isNull: true }] },
      ],
    },
  },
  { where: { all: [] } },
  { where: { any: [] } },
]

async function sentences(language: 'en' | 'da') {
  const words = i18next.createInstance()
  await words.init({
    lng: language,
    resources: { en: { translation: en }, da: { translation: da } },
    interpolation: { escapeValue: false },
  })
  return rules.map((rule) => ruleSentence(rule, { t: words.t, language, nameOf: (name) => `The ${name} ones` }))
}

test('a rule is a sentence in English and in Danish, whatever it asks', async () => {
  expect(await sentences('en')).toEqual([
    'Start with customers who are in the segment “The big ones”',
    'Intersect: keep only those where purchases › Total is greater than 900 (by way of bought)',
    'Except: take away those who are not in the segment “The big ones”',
    'Union: add customers who are in the segment “The big ones” or where State is Texas or (the customer is in the segment “The big ones” and Age is empty)',
    'Start with customers whoever they are',
    'Start with customers of whom there are none',
  ])
  expect(await sentences('da')).toEqual([
    'Begynd med kunder, som er i segmentet »The big ones«',
    'Overlapning: behold kun dem, hvor purchases › Total er større end 900 (via bought)',
    'Undtagen: fjern dem, som ikke er i segmentet »The big ones«',
    'Foreningsmængde: tilføj kunder, som er i segmentet »The big ones« eller hvor State er Texas eller (kunden er i segmentet »The big ones« og Age er tom)',
    'Begynd med kunder, uanset hvem de er',
    'Begynd med kunder, som der ikke er nogen af',
  ])
})
