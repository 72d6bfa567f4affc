import { Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../app/formats.ts'
import { ApplicationSection } from '../features/budget/application-section.tsx'
import { budgetQuery, type ForecastRun } from '../features/budget/budget.ts'
import { useDisplayNames } from '../features/status/display-names.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { Moment } from '../ui/moment.tsx'
import { Page } from '../ui/page.tsx'
import { PageLink } from '../ui/page-link.tsx'
import { Section } from '../ui/section.tsx'
import { Shown } from '../ui/shown.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'

/** What is left of the day's requests, how they were spent, and what the runs under way will take. */
export function BudgetPage() {
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  return (
    <Page title={t('nav.budget')}>
      <Text>{t('budget.lead')}</Text>
      {me.role === 'viewer' ? <Empty title={t('budget.none')} /> : <Spent />}
    </Page>
  )
}

function Spent() {
  const { t } = useTranslation()
  const query = useQuery(budgetQuery)
  return (
    <Shown query={query}>
      {({ applications, runs }) =>
        applications.length === 0 ? (
          <Empty title={t('budget.none')} />
        ) : (
          <>
            {applications.map((application) => (
              <ApplicationSection
                key={application.connections.join(' ')}
                application={application}
                runs={runs.filter(
                  ({ connection }) => connection !== null && application.connections.includes(connection),
                )}
              />
            ))}
            <Section title={t('budget.runs')}>
              {runs.length === 0 ? <Text>{t('budget.noRuns')}</Text> : <Runs runs={runs} />}
            </Section>
          </>
        )
      }
    </Shown>
  )
}

function Runs({ runs }: { readonly runs: readonly ForecastRun[] }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const displayName = useDisplayNames()
  const columns: readonly Column<ForecastRun>[] = [
    {
      key: 'export',
      header: t('budget.columns.export'),
      cell: ({ run, export: exportName }) => (
        <PageLink to="/runs/$id" params={{ id: run }}>
          {displayName('export', exportName)}
        </PageLink>
      ),
    },
    { key: 'status', header: t('budget.columns.status'), cell: ({ status }) => <StatusBadge status={status} /> },
    {
      key: 'requests',
      header: t('budget.columns.requests'),
      kind: 'number',
      cell: ({ forecast }) => (forecast ? number(forecast.requests) : t('budget.unknown')),
    },
    {
      key: 'ends',
      header: t('budget.columns.ends'),
      cell: ({ forecast }) => (forecast ? <Moment at={forecast.endsAt} /> : t('budget.unknown')),
    },
    {
      key: 'fits',
      header: t('budget.columns.fits'),
      cell: ({ forecast }) => (forecast ? t(forecast.fitsToday ? 'app.yes' : 'app.no') : t('budget.unknown')),
    },
  ]
  return <DataTable label={t('budget.runs')} columns={columns} rows={runs} keyOf={({ run }) => run} />
}
