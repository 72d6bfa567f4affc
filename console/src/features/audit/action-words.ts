import type { TFunction } from 'i18next'
import { audit } from '../../app/words/en/audit.ts'

type Known = typeof audit

const byThemselves: ReadonlySet<string> = new Set(['accept', 'connect', 'create-list', 'export-user'])

/** What was done, in words: `export.change` as "export changed"; one that this console does not know yet as it is. */
export function actionWords(t: TFunction, action: string): string {
  const whole = action.replace('.', '_')
  if (isAct(whole)) return capital(t(`audit.acts.${whole}`))
  const [noun = '', verb = ''] = action.split('.')
  if (isNoun(noun) && verb === '') return nounWords(t, noun)
  if (!isNoun(noun) || !isVerb(verb)) return action
  // Some things that were done have a subject of their own and stand beside what they were done with.
  const between = byThemselves.has(verb) ? ': ' : ' '
  return capital(t(`audit.nouns.${noun}`) + between + t(`audit.verbs.${verb}`))
}

/** With what something was done, in words and their order. */
export function nounsInWords(t: TFunction): readonly string[] {
  return nouns.map((noun) => nounWords(t, noun)).sort((one, other) => one.localeCompare(other))
}

/** The other way: what is looked for by words such as "Export" or "Export changed"; what is none of them is taken as it is. */
export function actionOf(t: TFunction, words: string): string {
  const actions = [...acts, ...nouns.flatMap((noun) => [noun, ...verbs.map((verb) => `${noun}.${verb}`)])]
  return actions.find((action) => actionWords(t, action).toLowerCase() === words.toLowerCase()) ?? words
}

const nouns = Object.keys(audit.nouns) as (keyof Known['nouns'])[]
/** What has words of its own, by the action that it is. */
const acts = Object.keys(audit.acts).map((act) => act.replace('_', '.'))
const verbs = Object.keys(audit.verbs) as (keyof Known['verbs'])[]

function nounWords(t: TFunction, noun: keyof Known['nouns']): string {
  return capital(t(`audit.nouns.${noun}`))
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function isNoun(text: string): text is keyof Known['nouns'] {
  return Object.hasOwn(audit.nouns, text)
}

function isAct(text: string): text is keyof Known['acts'] {
  return Object.hasOwn(audit.acts, text)
}

function isVerb(text: string): text is keyof Known['verbs'] {
  return Object.hasOwn(audit.verbs, text)
}
