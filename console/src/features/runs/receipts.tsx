import {
  Button,
  Card,
  makeStyles,
  SearchBox,
  Select,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  Title3,
  tokens,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../../ui/failed.tsx'
import { Loading } from '../../ui/loading.tsx'
import { reasonWords } from './reason-words.ts'
import { type RunInFull, receiptsQuery } from './runs.ts'

const outcomes = ['delivered', 'held_back', 'rejected', 'unconfirmed', 'not_sent'] as const

const useStyles = makeStyles({
  filters: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  scroll: { overflowX: 'auto' },
  table: { minWidth: '560px' },
})

/** What became of each person, to be searched, filtered and downloaded. */
export function Receipts({ run: { id } }: { readonly run: RunInFull }) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const [outcome, setOutcome] = useState('')
  const [search, setSearch] = useState('')
  const [cursors, setCursors] = useState<readonly string[]>([])
  const sought = useDeferredValue(search)
  const cursor = cursors.at(-1)
  const asked = { ...(outcome && { outcome }), ...(sought && { search: sought }), ...(cursor && { cursor }) }
  const { data, error } = useQuery(receiptsQuery(id, asked))
  return (
    <Card>
      <Title3 as="h2">{t('receipts.title')}</Title3>
      <div className={styles.filters}>
        <SearchBox
          aria-label={t('receipts.search')}
          placeholder={t('receipts.search')}
          value={search}
          onChange={(_, { value }) => {
            setSearch(value)
            setCursors([])
          }}
        />
        <Select
          aria-label={t('receipts.outcome')}
          value={outcome}
          onChange={(_, { value }) => {
            setOutcome(value)
            setCursors([])
          }}
        >
          <option value="">{t('receipts.all')}</option>
          {outcomes.map((each) => (
            <option key={each} value={each}>
              {t(`receipts.outcomes.${each}`)}
            </option>
          ))}
        </Select>
        <Button as="a" href={`/api/v1/runs/${id}/receipts.csv`} download>
          {t('receipts.download')}
        </Button>
      </div>
      {error && <Failed error={error} />}
      {!data && !error && <Loading />}
      {data && data.items.length === 0 && <Text>{t('receipts.none')}</Text>}
      {data && data.items.length > 0 && (
        <div className={styles.scroll}>
          <Table className={styles.table} size="small" aria-label={t('receipts.title')}>
            <TableHeader>
              <TableRow>
                <TableHeaderCell>{t('signIn.email')}</TableHeaderCell>
                <TableHeaderCell>{t('receipts.outcome')}</TableHeaderCell>
                <TableHeaderCell>{t('receipts.reason')}</TableHeaderCell>
              </TableRow>
            </TableHeader>
            <TableBody>
              {data.items.map((each) => (
                <TableRow key={each.profileKey}>
                  <TableCell>{each.email ?? each.profileKey}</TableCell>
                  <TableCell>{outcomeWords(each.outcome)}</TableCell>
                  <TableCell>
                    {[each.reason && reasonWords(each.reason, i18n.language), each.detail].filter(Boolean).join(' ')}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      )}
      <div className={styles.filters}>
        <Button disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>
          {t('receipts.before')}
        </Button>
        <Button disabled={!data?.next} onClick={() => data?.next && setCursors([...cursors, data.next])}>
          {t('receipts.after')}
        </Button>
      </div>
    </Card>
  )

  function outcomeWords(name: string): string {
    const known = outcomes.find((each) => each === name)
    return known ? t(`receipts.outcomes.${known}`) : name
  }
}
