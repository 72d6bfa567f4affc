import type { TFunction } from 'i18next'
import { audit } from '../../app/words/en/audit.ts'

type Known = typeof audit

const byThemselves: ReadonlySet<string> = new Set(['accept', 'connect', 'consent', 'create-list', 'export-user'])

/** What was done, in words: `export.change` as "export changed"; one that this console does not know yet as it is. */
export function actionWords(t: TFunction, action: string): string {
  const [noun = '', verb = ''] = action.split('.')
  if (!isNoun(noun) || !isVerb(verb)) return action
  // Some things that were done have a subject of their own and stand beside what they were done with.
  const between = byThemselves.has(verb) ? ': ' : ' '
  const words = t(`audit.nouns.${noun}`) + between + t(`audit.verbs.${verb}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function isNoun(text: string): text is keyof Known['nouns'] {
  return Object.hasOwn(audit.nouns, text)
}

function isVerb(text: string): text is keyof Known['verbs'] {
  return Object.hasOwn(audit.verbs, text)
}
