import { Button, Tab } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { RelationshipPanel } from '../features/tables/relationship-panel.tsx'
import { RelationshipsSection } from '../features/tables/relationships-section.tsx'
import { TableList } from '../features/tables/table-list.tsx'
import { relationshipsQuery, tablesQuery } from '../features/tables/tables.ts'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { Shown } from '../ui/shown.tsx'
import { TabRow } from '../ui/tab-row.tsx'

/** The tables that the sources became, and how they belong together. */
export function TablesPage() {
  const { t } = useTranslation()
  const { tab = 'tables', add, edit } = useSearch({ from: '/signed-in/data/tables' })
  const navigate = useNavigate({ from: '/data/tables' })
  const { me } = useRouteContext({ from: '/signed-in' })
  const tables = useQuery(tablesQuery)
  const relationships = useQuery(relationshipsQuery)
  const mayChange = me.role !== 'viewer'
  const nameOf = (table: string) => (table === 'profile' ? t('tables.customer') : table)
  const close = () => void navigate({ search: { tab: 'relationships' } })
  const edited = relationships.data?.find(({ name }) => name === edit)
  return (
    <Page
      title={t('nav.tables')}
      acts={
        mayChange &&
        tab === 'relationships' &&
        (tables.data?.length ?? 0) > 1 && (
          <Button
            appearance="primary"
            icon={<AddRegular />}
            onClick={() => void navigate({ search: { tab: 'relationships', add: true } })}
          >
            {t('tables.relationship.add')}
          </Button>
        )
      }
    >
      <TabRow
        selectedValue={tab}
        onTabSelect={(_, { value }) =>
          void navigate({ search: value === 'relationships' ? { tab: 'relationships' } : {}, replace: true })
        }
      >
        <Tab value="tables">{t('tables.tables')}</Tab>
        <Tab value="relationships">{t('tables.relationships')}</Tab>
      </TabRow>
      <Shown query={tables}>
        {(found) =>
          found.length === 0 ? (
            <Empty title={t('tables.none')}>{t('tables.noneText')}</Empty>
          ) : tab === 'tables' ? (
            <TableList tables={found} nameOf={nameOf} />
          ) : (
            <Shown query={relationships}>
              {(related) => (
                <RelationshipsSection
                  tables={found}
                  relationships={related}
                  nameOf={nameOf}
                  mayChange={mayChange}
                  onEdit={(name) => void navigate({ search: { tab: 'relationships', edit: name } })}
                />
              )}
            </Shown>
          )
        }
      </Shown>
      {mayChange && tables.data && (add || edited) && (
        <RelationshipPanel
          key={edited?.name ?? ''}
          relationship={edited}
          tables={tables.data}
          nameOf={nameOf}
          onClose={close}
        />
      )}
    </Page>
  )
}
