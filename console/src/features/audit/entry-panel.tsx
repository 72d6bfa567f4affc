import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Shown } from '../../ui/shown.tsx'
import { actionWords } from './action-words.ts'
import { type AuditEntry, auditEntryQuery } from './audit.ts'
import { changeWords } from './change-words.ts'
import { type Difference, differences } from './differences.ts'
import { useTargetWords } from './target-words.ts'

const useStyles = makeStyles({
  before: { color: tokens.colorNeutralForeground2 },
})

/** One entry in full: who did what from where, and what that changed, value by value. */
export function EntryPanel({ seq, onClose }: { readonly seq: number; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const query = useQuery(auditEntryQuery(seq))
  return (
    <Panel title={t('audit.entry', { seq })} onClose={onClose}>
      <Shown query={query}>{(entry) => (entry ? <Entry entry={entry} /> : <Text>{t('audit.none')}</Text>)}</Shown>
    </Panel>
  )
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { exact } = useFormats()
  const { at, actor, via, address, action, target, before, after, hash } = entry
  const changed = differences(before, after).map((each) => changeWords(t, action, each))
  const targetWords = useTargetWords()
  // What somebody did without anything being there before, such as signing in, changed nothing.
  const hadBefore = before !== null && before !== undefined
  const heading = t(hadBefore ? 'audit.changes' : 'audit.details')
  const beforeOf = ({ before }: Difference) => <span className={styles.before}>{before || '—'}</span>
  return (
    <>
      <Facts
        facts={[
          [t('audit.columns.at'), exact(at)],
          [t('audit.columns.actor'), actor],
          [t('audit.columns.via'), t(`audit.via.${via}`)],
          [t('audit.address'), address],
          [t('audit.columns.action'), `${actionWords(t, action)} (${action})`],
          [t('audit.columns.target'), [...new Set([targetWords(entry), target])].join(' · ')],
          [t('audit.hash'), hash],
        ]}
      />
      <Text as="h2" weight="semibold">
        {heading}
      </Text>
      {changed.length === 0 ? (
        <Text>{t('audit.nothing')}</Text>
      ) : (
        <DataTable
          label={heading}
          rows={changed}
          keyOf={({ path }) => path}
          minWidth="320px"
          columns={[
            { key: 'field', header: t('audit.field'), cell: ({ path }) => path },
            ...(hadBefore ? [{ key: 'before', header: t('audit.before'), cell: beforeOf }] : []),
            { key: 'after', header: t(hadBefore ? 'audit.after' : 'audit.value'), cell: ({ after }) => after || '—' },
          ]}
        />
      )}
    </>
  )
}
