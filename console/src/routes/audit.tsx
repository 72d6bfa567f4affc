import { Link as ActLink, Button, Text } from '@fluentui/react-components'
import { ArrowDownloadRegular, ShieldCheckmarkRegular } from '@fluentui/react-icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../app/formats.ts'
import { actionWords } from '../features/audit/action-words.ts'
import { type AuditEntry, type AuditFilter, auditParams, auditQuery, useVerify } from '../features/audit/audit.ts'
import { EntryPanel } from '../features/audit/entry-panel.tsx'
import { AuditFilters } from '../features/audit/filters.tsx'
import { hasDisplayName, useTargetWords } from '../features/audit/target-words.ts'
import { ForAdministrators } from '../features/session/for-administrators.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { MoreRows, moreOf } from '../ui/more-rows.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'
import { Shown } from '../ui/shown.tsx'

export function AuditPage() {
  const { t } = useTranslation()
  return (
    <ForAdministrators title={t('nav.audit')}>
      <Audit />
    </ForAdministrators>
  )
}

/** Who did what to what, looked for, opened, downloaded, and its chain checked. */
function Audit() {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { entry, ...filter } = useSearch({ from: '/signed-in/administrator/audit' })
  const navigate = useNavigate({ from: '/administrator/audit' })
  const query = useInfiniteQuery(auditQuery(filter))
  const verify = useVerify()
  const open = (seq: number | undefined) => void navigate({ search: (before) => ({ ...before, entry: seq }) })
  return (
    <Page
      title={t('nav.audit')}
      acts={
        <>
          <Button
            icon={<ShieldCheckmarkRegular />}
            disabledFocusable={verify.isPending}
            onClick={() => verify.mutate()}
          >
            {t('audit.verify')}
          </Button>
          <Button
            as="a"
            icon={<ArrowDownloadRegular />}
            href={`/api/v1/audit/download?${auditParams(filter)}`}
            download
          >
            {t('audit.download')}
          </Button>
        </>
      }
    >
      <Text>{t('audit.lead')}</Text>
      <SendingFailed error={verify.error} />
      {verify.data && (
        <Notice intent={verify.data.intact ? 'success' : 'error'}>
          {verify.data.intact
            ? t('audit.intact', { entries: number(verify.data.entries) })
            : t('audit.broken', { at: verify.data.brokenAt ?? '' })}{' '}
          {verify.data.head && t('audit.mark', verify.data.head)}
        </Notice>
      )}
      <AuditFilters filter={filter} onFilter={(asked: AuditFilter) => void navigate({ search: { ...asked } })} />
      <Shown query={query}>
        {({ pages }) => {
          const entries = pages.flatMap(({ items }) => items)
          if (entries.length === 0) return <Text>{t('audit.none')}</Text>
          return (
            <>
              <Entries entries={entries} onOpen={open} onEnd={moreOf(query)} />
              <MoreRows query={query} />
            </>
          )
        }}
      </Shown>
      {entry !== undefined && <EntryPanel seq={entry} onClose={() => open(undefined)} />}
    </Page>
  )
}

function Entries({
  entries,
  onOpen,
  onEnd,
}: {
  readonly entries: readonly AuditEntry[]
  readonly onOpen: (seq: number) => void
  readonly onEnd: () => void
}) {
  const { t } = useTranslation()
  const { second } = useFormats()
  const targetWords = useTargetWords()
  const columns: readonly Column<AuditEntry>[] = [
    { key: 'at', header: t('audit.columns.at'), width: '210px', cell: ({ at }) => second(at) },
    { key: 'actor', header: t('audit.columns.actor'), cell: ({ actor }) => actor },
    {
      key: 'action',
      header: t('audit.columns.action'),
      cell: ({ seq, action }) => (
        <ActLink
          as="button"
          aria-label={`${actionWords(t, action)}: ${t('audit.open', { seq })}`}
          onClick={() => onOpen(seq)}
        >
          {actionWords(t, action)}
        </ActLink>
      ),
    },
    {
      key: 'target',
      header: t('audit.columns.target'),
      cell: (entry) => (
        <Target words={targetWords(entry)} name={hasDisplayName(entry.targetKind) ? entry.target : undefined} />
      ),
    },
    { key: 'via', header: t('audit.columns.via'), width: '130px', cell: ({ via }) => t(`audit.via.${via}`) },
  ]
  return (
    <DataTable
      label={t('nav.audit')}
      columns={columns}
      rows={entries}
      keyOf={({ seq }) => String(seq)}
      minWidth="860px"
      onEnd={onEnd}
    />
  )
}

/** What people call it, and by what it is looked for where that is something else. */
function Target({ words, name }: { readonly words: string; readonly name: string | undefined }) {
  return (
    <div>
      {words}
      {name !== undefined && words !== name && (
        <Text block size={200}>
          {name}
        </Text>
      )}
    </div>
  )
}
