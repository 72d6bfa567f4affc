import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Figures } from '../../ui/figures.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { GuardSentence } from './guard-sentence.tsx'
import type { RunInFull } from './runs.ts'

const useStyles = makeStyles({ list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL } })

/** Which guards stopped a run and what it would do, for who decides; and who decided what, afterwards. */
export function Approval({ run: { approval, funnel, status } }: { readonly run: RunInFull }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  if (!approval) return null
  const waits = status === 'Waits for approval'
  const decided = (['approved', 'rejected'] as const).flatMap((what) => {
    const noted = approval[what]
    return noted ? [{ what, ...noted }] : []
  })
  if (!waits && decided.length === 0) return null
  return (
    <Section title={t(waits ? 'run.approval.title' : 'run.approval.decided')}>
      {waits && (
        <Notice intent="warning" title={t('run.approval.text')}>
          <ul className={styles.list}>
            {approval.tripped.map((each) => (
              <li key={`${each.guard} ${each.segment}`}>
                <GuardSentence of={each} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {waits && funnel && (
        <Figures
          within
          facts={[
            [t('run.approval.new'), number(funnel.new)],
            [t('run.approval.changed'), number(funnel.changed)],
            [t('run.approval.toRemove'), number(funnel.toRemove)],
            ...(funnel.newContactsAtMost === null
              ? []
              : [[t('run.approval.newContacts'), number(funnel.newContactsAtMost)] as const]),
          ]}
        />
      )}
      {decided.map(({ what, by, at, note }) => (
        <Text key={what}>
          {t(`run.approval.${what}`, { by })} <Moment at={at} />
          {note && <>: “{note}”</>}
        </Text>
      ))}
    </Section>
  )
}
