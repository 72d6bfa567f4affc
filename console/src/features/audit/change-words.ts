import type { TFunction } from 'i18next'
import type { Difference } from './differences.ts'

/** What an act changed, for people to read. Names and values of things are those of the API and of the file; how somebody signed in is told in words. */
export function changeWords(t: TFunction, action: string, { path, before, after }: Difference): Difference {
  if (action !== 'session.begin' || path !== 'way') return { path, before, after }
  const way = (value: string) => (value === 'password' || value === 'oidc' ? t(`audit.ways.${value}`) : value)
  return { path: t('audit.fields.way'), before: way(before), after: way(after) }
}
