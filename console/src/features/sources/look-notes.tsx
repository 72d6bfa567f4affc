import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { corruptIn, type Look, usualMaxCorrupt } from './look.ts'
import { useSourceWords } from './source-words.ts'

/** What a person should know or decide about data that were looked at. */
export function LookNotes({
  look,
  maxCorrupt = usualMaxCorrupt,
}: {
  readonly look: Look
  readonly maxCorrupt?: number
}) {
  const { t } = useTranslation()
  const { number, percent } = useFormats()
  const { noticeWords } = useSourceWords()
  const rows = look.rows + look.unreadable
  const tooCorrupt = rows > 0 && corruptIn(look) / rows > maxCorrupt
  return (
    <>
      {tooCorrupt && (
        <MessageBar intent="error" layout="multiline" role="alert">
          <MessageBarBody>{t('sources.new.tooCorrupt', { percent: percent(maxCorrupt) })}</MessageBarBody>
        </MessageBar>
      )}
      {look.unreadable > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('sources.new.unreadable', { rows: number(look.unreadable) })}</MessageBarBody>
        </MessageBar>
      )}
      {look.notices.map((notice) => (
        <MessageBar key={`${notice.code} ${notice.column ?? ''}`} layout="multiline">
          <MessageBarBody>{noticeWords(notice)}</MessageBarBody>
        </MessageBar>
      ))}
    </>
  )
}
