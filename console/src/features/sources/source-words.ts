import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import type { en } from '../../app/words/en.ts'
import { usualMaxCorrupt } from './look.ts'
import type { Column, Notice } from './sources.ts'

type SourceWords = (typeof en)['sources']

const notices: readonly string[] = [
  'ambiguous_date',
  'date_order_found',
  'decimal_comma',
  'kept_text',
  'empty_files',
  'encoding_found',
] satisfies (keyof SourceWords['notices'])[]

const reasons: readonly string[] = [
  'blank_key',
  'duplicate_key',
  'bad_value',
  'too_few_fields',
  'too_many_fields',
  'bad_quotes',
  'bad_encoding',
  'too_long',
  'bad_json',
  'unreadable',
] satisfies (keyof SourceWords['reasons'])[]

/** What the server tells by a code, in the words of the person who looks; in the server's own where the code is a new one. */
export function useSourceWords() {
  const { t } = useTranslation()
  const { percent } = useFormats()
  return {
    typeWords: ({ type, dateKind }: Column) => t(`sources.types.${dateKind ?? type}`),
    noticeWords: ({ code, column = '', message }: Notice) =>
      notices.includes(code) ? t(`sources.notices.${code as keyof SourceWords['notices']}`, { column }) : message,
    reasonWords: (code: string) =>
      reasons.includes(code) ? t(`sources.reasons.${code as keyof SourceWords['reasons']}`) : code,
    errorWords: (
      { code, message }: { readonly code: string; readonly message: string },
      maxCorrupt = usualMaxCorrupt,
    ) =>
      code === 'source_too_corrupt' || code === 'cancelled'
        ? t(`sources.errors.${code}`, { percent: percent(maxCorrupt) })
        : message,
  }
}
