import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Facts } from '../../ui/facts.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Shown } from '../../ui/shown.tsx'
import { actionWords } from './action-words.ts'
import { type AuditEntry, auditEntryQuery } from './audit.ts'
import { changeWords } from './change-words.ts'
import { differences } from './differences.ts'
import { useTargetWords } from './target-words.ts'

const useStyles = makeStyles({
  cell: { overflowWrap: 'anywhere', verticalAlign: 'top', paddingBlock: tokens.spacingVerticalXS },
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
        {t('audit.changes')}
      </Text>
      {changed.length === 0 ? (
        <Text>{t('audit.nothing')}</Text>
      ) : (
        <Table size="small" aria-label={t('audit.changes')}>
          <TableHeader>
            <TableRow>
              <TableHeaderCell>{t('audit.field')}</TableHeaderCell>
              <TableHeaderCell>{t('audit.before')}</TableHeaderCell>
              <TableHeaderCell>{t('audit.after')}</TableHeaderCell>
            </TableRow>
          </TableHeader>
          <TableBody>
            {changed.map((each) => (
              <TableRow key={each.path}>
                <TableCell className={styles.cell}>{each.path}</TableCell>
                <TableCell className={styles.cell}>
                  <span className={styles.before}>{each.before || '—'}</span>
                </TableCell>
                <TableCell className={styles.cell}>{each.after || '—'}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </>
  )
}
