import { Button, Field, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Loading } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Shown } from '../../ui/shown.tsx'
import { accountWords } from './account-words.ts'
import {
  type Connection,
  connectionsQuery,
  type Fate,
  type Remains,
  type Uses,
  useRemoveConnection,
  usesQuery,
} from './connections.ts'

const useStyles = makeStyles({
  fates: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** Removes a connection: what becomes of each export on it is said first, and all of it is done at once or nothing. */
export function RemovePanel({
  connection,
  nameOf,
  onClose,
}: {
  readonly connection: Connection
  /** What people call an export. */
  readonly nameOf: (name: string) => string
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const uses = useQuery(usesQuery(connection.name))
  const { mutate, isPending, error, data: removed } = useRemoveConnection(connection)
  const leave = () => void navigate({ to: '/administrator/connections', search: {}, replace: true })
  if (removed) {
    return (
      <Panel title={t('connections.remove.done', { name: connection.displayName })} onClose={leave}>
        <WhatRemains remains={removed.remains} />
      </Panel>
    )
  }
  return (
    <Panel title={t('connections.remove.title', { name: connection.displayName })} onClose={onClose} leave="cancel">
      <Shown query={uses}>
        {(known) => (
          <>
            <SendingFailed error={error} />
            {known.runs.length > 0 ? (
              <Running runs={known.runs} nameOf={nameOf} />
            ) : (
              <Fates connection={connection} uses={known} nameOf={nameOf} busy={isPending} onRemove={mutate} />
            )}
          </>
        )}
      </Shown>
    </Panel>
  )
}

function Running({ runs, nameOf }: { readonly runs: Uses['runs']; readonly nameOf: (name: string) => string }) {
  const { t } = useTranslation()
  return (
    <Notice intent="warning">
      {t('connections.remove.running')}
      <ul>
        {runs.map(({ run, export: exportName }) => (
          <li key={run}>
            <PageLink to="/runs/$id" params={{ id: run }}>
              {nameOf(exportName)}
            </PageLink>
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function Fates({
  connection,
  uses,
  nameOf,
  busy,
  onRemove,
}: {
  readonly connection: Connection
  readonly uses: Uses
  readonly nameOf: (name: string) => string
  readonly busy: boolean
  readonly onRemove: (fates: Readonly<Record<string, Fate>>) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { data: all } = useQuery(connectionsQuery())
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({})
  if (!all) return <Loading />
  const others = all.filter(({ name }) => name !== connection.name)
  const choices = (
    <>
      <option value="">{t('connections.remove.choose')}</option>
      <option value="detach">{t('connections.remove.detach')}</option>
      {others.map(({ name, displayName }) => (
        <option key={name} value={`to ${name}`}>
          {t('connections.remove.reassign', { name: displayName })}
        </option>
      ))}
      <option value="remove">{t('connections.remove.remove')}</option>
    </>
  )
  const unsaid = uses.exports.filter((each) => !chosen[each])
  const values = new Set(uses.exports.map((each) => chosen[each] ?? ''))
  return (
    <div className={styles.fates}>
      <Text>{t(uses.exports.length > 0 ? 'connections.remove.lead' : 'connections.remove.unused')}</Text>
      {uses.exports.length > 1 && (
        <Field label={t('connections.remove.all')}>
          <Select
            value={values.size === 1 ? [...values][0] : ''}
            onChange={(_, { value }) => setChosen(Object.fromEntries(uses.exports.map((each) => [each, value])))}
          >
            {choices}
          </Select>
        </Field>
      )}
      {uses.exports.map((each) => (
        <Field key={each} label={t('connections.remove.export', { name: nameOf(each) })}>
          <Select value={chosen[each] ?? ''} onChange={(_, { value }) => setChosen({ ...chosen, [each]: value })}>
            {choices}
          </Select>
        </Field>
      ))}
      <PanelActs>
        <Button
          appearance="primary"
          disabled={unsaid.length > 0}
          disabledFocusable={busy}
          onClick={() => onRemove(Object.fromEntries(uses.exports.map((each) => [each, fateOf(chosen[each] ?? '')])))}
        >
          {t('connections.remove.title', { name: connection.displayName })}
        </Button>
      </PanelActs>
    </div>
  )
}

function fateOf(chosen: string): Fate {
  if (chosen === 'detach' || chosen === 'remove') return { action: chosen }
  return { action: 'reassign', to: chosen.slice('to '.length) }
}

function WhatRemains({ remains: { account, clientId, lists } }: { readonly remains: Remains }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  if (!account) return null
  return (
    <>
      <Text as="h2" weight="semibold">
        {t('connections.remove.remains')}
      </Text>
      <Text>{t('connections.remove.allowed', { clientId: clientId ?? '', account: accountWords(account) })}</Text>
      <Text>{t(lists.length > 0 ? 'connections.remove.lists' : 'connections.remove.noLists')}</Text>
      {lists.length > 0 && (
        <ul>
          {lists.map(({ id, name, people }) => (
            <li key={id}>{t('connections.remove.list', { name, people: number(people) })}</li>
          ))}
        </ul>
      )}
    </>
  )
}
