import { useTranslation } from 'react-i18next'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { RunInFull } from './runs.ts'

/** Why a run waits or ended as it did, and what to do. */
export function Why({ run }: { readonly run: RunInFull }) {
  const { t, i18n } = useTranslation()
  const { message, explanation, status, waitsUntil, nextAttemptAt, finishedAt } = run
  const words = i18n.language === 'da' ? explanation?.da : explanation?.en
  // What to decide, and by what, stands where it is decided.
  if (status === 'Waits for approval' || (!message && !words)) return null
  const goesOn = finishedAt === null ? (waitsUntil ?? nextAttemptAt) : null
  return (
    <Notice intent={status === 'Failed (permanent)' ? 'error' : 'warning'} {...(words && { title: words.what })}>
      {/* A message says which thing, in the server's words. */}
      {message && <span lang="en">{message} </span>}
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
