import { Badge, Button, makeStyles, SearchBox, Text, tokens } from '@fluentui/react-components'
import { PersonAddRegular } from '@fluentui/react-icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { InvitePanel } from '../features/people/invite-panel.tsx'
import { UserActs } from '../features/people/user-acts.tsx'
import { roleNames, type User, type UserSort, usersQuery } from '../features/people/users.ts'
import { ForAdministrators } from '../features/session/for-administrators.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Facts } from '../ui/facts.tsx'
import { Moment } from '../ui/moment.tsx'
import { MoreRows, moreOf } from '../ui/more-rows.tsx'
import { Page } from '../ui/page.tsx'
import { Section } from '../ui/section.tsx'
import { Shown } from '../ui/shown.tsx'

const useStyles = makeStyles({
  search: { maxWidth: '360px' },
  quiet: { color: tokens.colorNeutralForeground2 },
})

export function PermissionsPage() {
  const { t } = useTranslation()
  return (
    <ForAdministrators title={t('nav.permissions')}>
      <Permissions />
    </ForAdministrators>
  )
}

/** Who may use Postbud and what for: inviting, changing roles, keeping out. */
function Permissions() {
  const styles = useStyles()
  const { t } = useTranslation()
  const { search, sort = 'name', panel } = useSearch({ from: '/signed-in/administrator/permissions' })
  const navigate = useNavigate({ from: '/administrator/permissions' })
  const query = useInfiniteQuery(usersQuery({ search, sort }))
  return (
    <Page
      title={t('nav.permissions')}
      acts={
        <Button
          appearance="primary"
          icon={<PersonAddRegular />}
          onClick={() => void navigate({ search: (before) => ({ ...before, panel: 'invite' }) })}
        >
          {t('people.invite')}
        </Button>
      }
    >
      <SearchBox
        className={styles.search}
        aria-label={t('people.search')}
        placeholder={t('people.search')}
        value={search ?? ''}
        onChange={(_, { value }) =>
          void navigate({ search: (before) => ({ ...before, search: value || undefined }), replace: true })
        }
      />
      <Shown query={query}>
        {({ pages }) => {
          const users = pages.flatMap(({ items }) => items)
          const count = pages[0]?.count ?? 0
          if (count === 0) return <Text>{t('people.noneFound')}</Text>
          return (
            <>
              <Users
                users={users}
                sort={sort}
                onSort={(by) =>
                  void navigate({ search: (before) => ({ ...before, sort: by as UserSort }), replace: true })
                }
                onEnd={moreOf(query)}
              />
              <Text className={styles.quiet}>{t('people.count', { count })}</Text>
              <MoreRows query={query} />
            </>
          )
        }}
      </Shown>
      <Section title={t('people.roles.title')}>
        <Facts facts={roleNames.map((role) => [t(`roles.${role}`), t(`people.roles.${role}`)] as const)} />
      </Section>
      {panel === 'invite' && (
        <InvitePanel
          mailServer={query.data?.pages[0]?.mailServer}
          onClose={() => void navigate({ search: (before) => ({ ...before, panel: undefined }) })}
        />
      )}
    </Page>
  )
}

const looks = { active: 'success', invited: 'informative', disabled: 'subtle' } as const

function Users({
  users,
  sort,
  onSort,
  onEnd,
}: {
  readonly users: readonly User[]
  readonly sort: string
  readonly onSort: (sort: string) => void
  readonly onEnd: () => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const columns: readonly Column<User>[] = [
    {
      key: 'name',
      header: t('people.columns.name'),
      cell: ({ id, name }) => (
        <span>
          {name} {id === me.id && <Text className={styles.quiet}>{t('people.you')}</Text>}
        </span>
      ),
    },
    { key: 'email', header: t('people.columns.email'), cell: ({ email }) => email },
    { key: 'role', header: t('people.columns.role'), width: '140px', cell: ({ role }) => t(`roles.${role}`) },
    {
      key: 'status',
      header: t('people.columns.status'),
      width: '130px',
      cell: ({ status }) => (
        <Badge appearance="tint" size="large" color={looks[status]}>
          {t(`people.status.${status}`)}
        </Badge>
      ),
    },
    {
      key: 'lastSignInAt',
      header: t('people.columns.lastSignInAt'),
      width: '170px',
      cell: ({ lastSignInAt }) => <Moment at={lastSignInAt} />,
    },
    {
      key: 'acts',
      header: t('people.columns.acts'),
      width: '100px',
      sortable: false,
      cell: (user) => <UserActs user={user} />,
    },
  ]
  return (
    <DataTable
      label={t('nav.permissions')}
      columns={columns}
      rows={users}
      keyOf={({ id }) => id}
      sort={sort}
      onSort={onSort}
      onEnd={onEnd}
      minWidth="860px"
    />
  )
}
