import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'

/** A guard that stopped a run, or would: what was found, and from where on it stops. */
export type Tripped = {
  readonly guard: string
  readonly figure: number
  readonly limit: number
  readonly sentence: string
  readonly segment?: string
}

const guards = [
  'guard_removals',
  'guard_empty_segment',
  'guard_shrunk_segment',
  'guard_contract',
  'guard_new_contacts',
] as const

/** A guard in words with its figures, in the language of who looks; the server's own for one that is not known here. */
export function GuardSentence({ of: { guard, figure, limit, sentence, segment = '' } }: { readonly of: Tripped }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const known = guards.find((each) => each === guard)
  if (!known) return sentence
  return t(`guards.${known}`, { figure: number(figure), limit: number(limit), segment })
}
