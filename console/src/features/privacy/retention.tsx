import { Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '../../app/api.ts'
import { useFormats } from '../../app/formats.ts'
import { Facts } from '../../ui/facts.tsx'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'
import { retentionQuery } from './privacy.ts'

/** What the program does where the environment says nothing else (docs/privacy.md). */
const usual = { receipts: 400, corrupt: 90, departures: 400 }

/** How long what is held of people is kept, and who sees their addresses. */
export function RetentionSection() {
  const { t } = useTranslation()
  const { number } = useFormats()
  const retention = useQuery(retentionQuery)
  if (retention.error instanceof ProblemError && retention.error.code === 'definitions_missing') return null
  const days = (count: number) => t('privacy.kept.days', { days: number(count) })
  return (
    <Section title={t('privacy.kept.title')}>
      <Shown query={retention}>
        {({ receiptDays, runDays, corruptRowDays, departureEndingDays, viewersSeeEmails }) => (
          <>
            <Text>{t('privacy.kept.text')}</Text>
            <Facts
              facts={[
                [t('privacy.kept.receipts'), days(receiptDays ?? usual.receipts)],
                [t('privacy.kept.runs'), runDays === undefined ? t('privacy.kept.always') : days(runDays)],
                [t('privacy.kept.corrupt'), days(corruptRowDays ?? usual.corrupt)],
                [t('privacy.kept.departures'), days(departureEndingDays ?? usual.departures)],
                [t('privacy.kept.emails'), t(viewersSeeEmails ? 'privacy.kept.full' : 'privacy.kept.masked')],
              ]}
            />
            <Text size={200}>{t('privacy.kept.change')}</Text>
          </>
        )}
      </Shown>
    </Section>
  )
}
