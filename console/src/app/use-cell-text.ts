import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { cellTextOf, type Typed } from './cell-text.ts'
import { useFormatChoice } from './formats.ts'

/** How values are written for who looks; see cellTextOf. */
export function useCellText(): (value: unknown, column: Typed) => string {
  const { i18n } = useTranslation()
  const format = useFormatChoice()
  return useMemo(() => cellTextOf(i18n.language, format), [i18n.language, format])
}
