import { useTranslation } from 'react-i18next'
import { isReason, reasonInConsole } from '../../../../src/contract/reasons.ts'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { RunInFull } from './runs.ts'

/** Why a run waits or ended as it did, and what to do. */
export function Why({ run }: { readonly run: RunInFull }) {
  const { t, i18n } = useTranslation()
  const { message, reason, status, waitsUntil, nextAttemptAt, finishedAt } = run
  const words =
    reason !== null && isReason(reason) ? reasonInConsole(reason, i18n.language === 'da' ? 'da' : 'en') : undefined
  // What to decide, and by what, stands where it is decided.
  if (status === 'Waits for approval' || (!message && !words)) return null
  const goesOn = finishedAt === null ? (waitsUntil ?? nextAttemptAt) : null
  return (
    <Notice intent={status === 'Failed (permanent)' ? 'error' : 'warning'} {...(words && { title: words.what })}>
      {message && `${message} `}
      {words?.todo}
      {goesOn !== null && (
        <>
          {' '}
          {t('run.waitsUntil')} <Moment at={goesOn} />
        </>
      )}
    </Notice>
  )
}
