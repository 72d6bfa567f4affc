import {
  Button,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  SearchBox,
  TableCellLayout,
} from '@fluentui/react-components'
import { AddRegular, PlugConnectedRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { accountWords } from '../features/connections/account-words.ts'
import { ConnectPanel } from '../features/connections/connect-panel.tsx'
import { type Connection, connectionsQuery } from '../features/connections/connections.ts'
import { draftsQuery } from '../features/connections/drafts.ts'
import { Expiry } from '../features/connections/expiry.tsx'
import { ConnectionState } from '../features/connections/state.tsx'
import { ForAdministrators } from '../features/session/for-administrators.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { Filters } from '../ui/filters.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { PageLink } from '../ui/page-link.tsx'
import { useSay } from '../ui/said.tsx'
import { Shown } from '../ui/shown.tsx'

export function ConnectionsPage() {
  const { t } = useTranslation()
  return (
    <ForAdministrators title={t('nav.connections')}>
      <Connections />
    </ForAdministrators>
  )
}

/** Every account that Postbud may act for, how each is doing, and making another. */
function Connections() {
  const { t } = useTranslation()
  const say = useSay()
  const { search, sort = 'displayName', draft } = useSearch({ from: '/signed-in/administrator/connections' })
  const navigate = useNavigate({ from: '/administrator/connections' })
  const query = useQuery(connectionsQuery({ search, sort }))
  const open = (id: string | undefined, how: { readonly replace?: boolean } = {}) =>
    void navigate({ search: (before) => ({ ...before, draft: id }), ...how })
  return (
    <Page title={t('nav.connections')} acts={<Add onAdd={() => open('new')} />}>
      <Begun onGoOn={open} />
      <Shown query={query}>
        {(connections) =>
          connections.length === 0 && !search ? (
            <Empty title={t('connections.empty')} act={<Add onAdd={() => open('new')} />}>
              {t('connections.emptyText')}
            </Empty>
          ) : (
            <>
              <Filters>
                <SearchBox
                  aria-label={t('connections.search')}
                  placeholder={t('connections.search')}
                  value={search ?? ''}
                  onChange={(_, { value }) =>
                    void navigate({ search: (before) => ({ ...before, search: value || undefined }), replace: true })
                  }
                />
              </Filters>
              {connections.length === 0 ? (
                <p>{t('connections.noneFound')}</p>
              ) : (
                <Table
                  connections={connections}
                  sort={sort}
                  onSort={(by) =>
                    void navigate({ search: (before) => ({ ...before, sort: by as typeof sort }), replace: true })
                  }
                />
              )}
            </>
          )
        }
      </Shown>
      {draft !== undefined && (
        <ConnectPanel
          draft={draft}
          pageOf={(id) => `/administrator/connections?draft=${id}`}
          onDraft={(id) => open(id, { replace: true })}
          onClose={() => open(undefined)}
          onSaved={({ name, displayName }) => {
            say(t('connecting.save.done', { name: displayName }))
            void navigate({ to: '/administrator/connections/$name', params: { name }, search: {}, replace: true })
          }}
        />
      )}
    </Page>
  )
}

function Add({ onAdd }: { readonly onAdd: () => void }) {
  const { t } = useTranslation()
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton appearance="primary" icon={<AddRegular />}>
          {t('connections.add')}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<PlugConnectedRegular />} onClick={onAdd}>
            {t('connections.type')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

/** What somebody has begun and not finished, so that it is found again. */
function Begun({ onGoOn }: { readonly onGoOn: (id: string) => void }) {
  const { t } = useTranslation()
  const { data: drafts = [] } = useQuery(draftsQuery)
  return drafts.map(({ id, displayName }) => (
    <Notice
      key={id}
      act={
        <Button size="small" onClick={() => onGoOn(id)}>
          {t('connecting.goOn')}
        </Button>
      }
    >
      {t('connecting.begun', { name: displayName })}
    </Notice>
  ))
}

function Table({
  connections,
  sort,
  onSort,
}: {
  readonly connections: readonly Connection[]
  readonly sort: string
  readonly onSort: (sort: string) => void
}) {
  const { t } = useTranslation()
  const columns: readonly Column<Connection>[] = [
    {
      key: 'displayName',
      header: t('connections.columns.displayName'),
      cell: ({ name, displayName }) => (
        <PageLink to="/administrator/connections/$name" params={{ name }}>
          {displayName}
        </PageLink>
      ),
    },
    {
      key: 'type',
      header: t('connections.columns.type'),
      sortable: false,
      width: '150px',
      cell: () => <TableCellLayout media={<PlugConnectedRegular />}>{t('connections.type')}</TableCellLayout>,
    },
    {
      key: 'status',
      header: t('connections.columns.status'),
      cell: (connection) => <ConnectionState connection={connection} />,
    },
    {
      key: 'users',
      header: t('connections.columns.users'),
      sortable: false,
      cell: ({ users }) => t(`connections.users.${users}`),
    },
    {
      key: 'account',
      header: t('connections.columns.account'),
      sortable: false,
      cell: ({ account }) => (account ? accountWords(account) : '—'),
    },
    {
      key: 'connectedAt',
      header: t('connections.columns.connectedAt'),
      width: '110px',
      cell: ({ connectedAt }) => <Moment at={connectedAt} />,
    },
    {
      key: 'lapses',
      header: t('connections.columns.lapses'),
      sortable: false,
      cell: (connection) => <Expiry connection={connection} />,
    },
    {
      key: 'exports',
      header: t('connections.columns.exports'),
      kind: 'number',
      width: '90px',
      sortable: false,
      cell: ({ exports }) => exports.length,
    },
  ]
  return (
    <DataTable
      label={t('nav.connections')}
      columns={columns}
      rows={connections}
      keyOf={({ name }) => name}
      sort={sort}
      onSort={onSort}
      minWidth="1000px"
    />
  )
}
