import { Text } from '@fluentui/react-components'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { PageLink } from '../../ui/page-link.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Shown } from '../../ui/shown.tsx'
import { runsQuery } from './run-list.ts'
import { RunTable } from './run-table.tsx'

/** The last runs of one export, whatever set each off, and the way to all of them (feature map, X19). */
export function LastRunsPanel({
  of,
  called,
  onClose,
}: {
  readonly of: string
  /** What people call it. */
  readonly called: string
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(runsQuery({ export: of }, 10))
  return (
    <Panel wide title={t('run.lastOf', { name: called })} onClose={onClose}>
      <Shown query={query}>
        {({ pages }) => {
          const runs = pages.flatMap(({ items }) => items)
          if (runs.length === 0) return <Text>{t('exports.neverRun')}</Text>
          return (
            <>
              <RunTable rows={runs} of="one export" />
              <PageLink to="/runs" search={{ export: of }}>
                {t('exports.allRuns')}
              </PageLink>
            </>
          )
        }}
      </Shown>
    </Panel>
  )
}
