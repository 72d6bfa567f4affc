import { makeStyles, Text, Tooltip, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { PageLink } from '../../ui/page-link.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { reasonWords } from '../runs/reason-words.ts'
import type { SegmentExport } from './exports.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalXXS },
})

/** How an export stands: its last run, to which it leads, or what a refresh could not do with it; why, for who asks. */
export function ExportStatus({ of: { standing, lastRun } }: { readonly of: SegmentExport }) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const { status, reason, inStep } = standing
  const badge = <StatusBadge status={status} />
  const shown =
    lastRun?.status === status ? (
      <PageLink to="/runs/$id" params={{ id: lastRun.id }}>
        {badge}
      </PageLink>
    ) : (
      badge
    )
  return (
    <span className={styles.whole}>
      {reason === null ? (
        shown
      ) : (
        <Tooltip content={reasonWords(reason, i18n.language)} relationship="description">
          {shown}
        </Tooltip>
      )}
      {status === 'Successful' && inStep === false && <Text size={200}>{t('exports.drifted')}</Text>}
    </span>
  )
}
