import { Button, Card, Link, makeStyles, Tab, TabList, Text, tokens } from '@fluentui/react-components'
import { KeyRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AskFirst } from '../../ui/ask-first.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { useSay } from '../../ui/said.tsx'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'
import { type ApiKey, keysQuery, useRevokeKey, type Whose } from './api-keys.ts'
import { MakeKey } from './make-key.tsx'

const useStyles = makeStyles({
  card: { gap: tokens.spacingVerticalM },
  code: { fontFamily: tokens.fontFamilyMonospace },
})

/** The keys of programs: made, revoked, and when each was last used. Administrators see everybody's. */
export function KeysSection() {
  const { t } = useTranslation()
  return (
    <Section title={t('keys.title')} acts={<Make />}>
      <KeysList />
    </Section>
  )
}

/** The same where the page is called by them. */
export function KeysCard() {
  const styles = useStyles()
  return (
    <Card className={styles.card}>
      <div>
        <Make />
      </div>
      <KeysList />
    </Card>
  )
}

function Make() {
  const { t } = useTranslation()
  const [making, setMaking] = useState(false)
  return (
    <>
      <Button icon={<KeyRegular />} onClick={() => setMaking(true)}>
        {t('keys.make')}
      </Button>
      {making && <MakeKey onClose={() => setMaking(false)} />}
    </>
  )
}

function KeysList() {
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const [whose, setWhose] = useState<Whose>('own')
  const query = useQuery(keysQuery(whose))
  return (
    <>
      <Text>
        {t('keys.lead')}{' '}
        <Link href="/api/docs" inline>
          {t('keys.docs')}
        </Link>
      </Text>
      {me.role === 'administrator' && (
        <TabList
          selectedValue={whose}
          onTabSelect={(_, { value }) => setWhose(value === 'all' ? 'all' : 'own')}
          aria-label={t('keys.title')}
        >
          <Tab value="own">{t('keys.mine')}</Tab>
          <Tab value="all">{t('keys.all')}</Tab>
        </TabList>
      )}
      <Shown query={query}>
        {(keys) => (keys.length === 0 ? <Text>{t('keys.none')}</Text> : <Keys keys={keys} whose={whose} />)}
      </Shown>
    </>
  )
}

function Keys({ keys, whose }: { readonly keys: readonly ApiKey[]; readonly whose: Whose }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [revoking, setRevoking] = useState<ApiKey>()
  const columns: readonly Column<ApiKey>[] = [
    { key: 'name', header: t('keys.columns.name'), cell: ({ name }) => name },
    ...(whose === 'all'
      ? [{ key: 'owner', header: t('keys.columns.owner'), cell: ({ owner }: ApiKey) => owner.name }]
      : []),
    { key: 'role', header: t('keys.columns.role'), width: '130px', cell: ({ role }) => t(`roles.${role}`) },
    {
      key: 'prefix',
      header: t('keys.columns.prefix'),
      width: '130px',
      cell: ({ prefix }) => <span className={styles.code}>{prefix}…</span>,
    },
    {
      key: 'createdAt',
      header: t('keys.columns.createdAt'),
      width: '140px',
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
    {
      key: 'lastUsedAt',
      header: t('keys.columns.lastUsedAt'),
      width: '140px',
      cell: ({ lastUsedAt }) => <Moment at={lastUsedAt} />,
    },
    {
      key: 'act',
      header: '',
      width: '130px',
      cell: (key) => (
        <Button size="small" aria-label={t('keys.revokeNamed', { name: key.name })} onClick={() => setRevoking(key)}>
          {t('keys.revoke')}
        </Button>
      ),
    },
  ]
  return (
    <>
      <DataTable label={t('keys.title')} columns={columns} rows={keys} keyOf={({ id }) => id} minWidth="820px" />
      {revoking && <Revoke apiKey={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  )
}

function Revoke({ apiKey: { id, name }, onClose }: { readonly apiKey: ApiKey; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const say = useSay()
  const { mutate, isPending, error } = useRevokeKey()
  const revoke = () =>
    mutate(id, {
      onSuccess: () => {
        say(t('keys.revoked'))
        onClose()
      },
    })
  return (
    <AskFirst
      open
      title={t('keys.revokeTitle', { name })}
      act={t('keys.revoke')}
      onAct={revoke}
      onClose={onClose}
      busy={isPending}
      error={error}
    >
      <p>{t('keys.revokeText')}</p>
    </AskFirst>
  )
}
