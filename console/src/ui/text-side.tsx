import { Card, Field, makeStyles, Subtitle1, Text, Textarea, tokens } from '@fluentui/react-components'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../app/formats.ts'
import { holding } from './use-drag.ts'
import type { TextIssue } from './yaml-text.ts'

const useStyles = makeStyles({
  area: { width: '100%', maxWidth: '100%' },
  text: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '18px',
    minHeight: '320px',
    maxHeight: '70vh',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  issues: { margin: 0, paddingLeft: tokens.spacingHorizontalL, color: tokens.colorStatusDangerForeground1 },
  line: {
    background: 'none',
    border: 0,
    padding: 0,
    font: 'inherit',
    color: 'inherit',
    textDecorationLine: 'underline',
    cursor: 'pointer',
  },
})

/** The same as text, in which it can be written as well. Mistakes are told with the line that they are on. */
export function TextSide({
  text,
  issues,
  isWrong,
  isReadOnly = false,
  onText,
}: {
  readonly text: string
  readonly issues: readonly TextIssue[]
  /** Whether the text has mistakes that keep the what stands beside it from following. */
  readonly isWrong: boolean
  readonly isReadOnly?: boolean
  readonly onText: (text: string) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const area = useRef<HTMLTextAreaElement>(null)
  const goTo = (line: number) => {
    const lines = text.split('\n')
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
    area.current?.focus()
    area.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
  }
  const rows = Math.max(16, text.split('\n').length + 1)
  return (
    <Card>
      <Subtitle1 as="h2">{t('builder.text')}</Subtitle1>
      <Field
        hint={t('builder.textHint')}
        {...(issues.length > 0 && {
          validationState: 'error' as const,
          validationMessage: isWrong ? t('builder.textWrong') : '',
        })}
      >
        <Textarea
          ref={holding(area)}
          className={styles.area}
          aria-label={t('builder.text')}
          textarea={{ className: styles.text, spellCheck: false, rows }}
          value={text}
          readOnly={isReadOnly}
          resize="vertical"
          onChange={(_, { value }) => onText(value)}
        />
      </Field>
      {issues.length > 0 && (
        <ul className={styles.issues}>
          {issues.map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              <button type="button" className={styles.line} onClick={() => goTo(line)}>
                {t('builder.line', { n: number(line) })}
              </button>
              <Text>: {message}</Text>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
