import {
  Button,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  Select,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { issueOf } from '../../app/api.ts'
import type { Draft } from './look.ts'

const ages = ['15m', '1h', '6h', '1d'] as const

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  short: { maxWidth: '240px' },
})

/** Which database is read, and what of it. Nothing is asked of it until somebody says that they are ready. */
export function DraftDatabase({
  draft,
  act,
  busy,
  error,
  onReady,
}: {
  readonly draft: Draft
  /** The words on the button. */
  readonly act: string
  readonly busy: boolean
  readonly error: Error | null
  readonly onReady: (draft: Draft) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [postgres, setPostgres] = useState(draft.postgres ?? '')
  const [what, setWhat] = useState<'table' | 'query'>(draft.query === undefined ? 'table' : 'query')
  const [table, setTable] = useState(draft.table ?? '')
  const [query, setQuery] = useState(draft.query ?? '')
  const [maxAge, setMaxAge] = useState(draft.maxAge ?? '1h')
  const wrong = (field: string) => {
    const issue = issueOf(error, field)
    return issue === undefined ? {} : { validationMessage: issue }
  }
  return (
    <div className={styles.fields}>
      <Field label={t('sources.new.connection')} hint={t('sources.new.connectionHint')} required {...wrong('postgres')}>
        <Input value={postgres} autoComplete="off" spellCheck={false} onChange={(_, { value }) => setPostgres(value)} />
      </Field>
      <Field label={t('sources.new.what')}>
        <RadioGroup
          layout="horizontal"
          value={what}
          onChange={(_, { value }) => setWhat(value === 'query' ? 'query' : 'table')}
        >
          <Radio value="table" label={t('sources.new.table')} />
          <Radio value="query" label={t('sources.new.query')} />
        </RadioGroup>
      </Field>
      {what === 'table' ? (
        <Field label={t('sources.new.tableName')} hint={t('sources.new.tableHint')} required {...wrong('table')}>
          <Input value={table} autoComplete="off" onChange={(_, { value }) => setTable(value)} />
        </Field>
      ) : (
        <Field label={t('sources.new.queryText')} hint={t('sources.new.queryHint')} required {...wrong('query')}>
          <Textarea value={query} rows={5} resize="vertical" onChange={(_, { value }) => setQuery(value)} />
        </Field>
      )}
      <Field className={styles.short} label={t('sources.new.maxAge')} {...wrong('maxAge')}>
        <Select value={maxAge} onChange={(_, { value }) => setMaxAge(value)}>
          {!ages.some((age) => age === maxAge) && <option value={maxAge}>{maxAge}</option>}
          {ages.map((age) => (
            <option key={age} value={age}>
              {t(`sources.new.ages.${age}`)}
            </option>
          ))}
        </Select>
      </Field>
      <div>
        <Button
          appearance="primary"
          disabledFocusable={busy || postgres.trim() === '' || (what === 'table' ? table : query).trim() === ''}
          onClick={() =>
            onReady({ postgres: postgres.trim(), ...(what === 'table' ? { table: table.trim() } : { query }), maxAge })
          }
        >
          {busy ? t('sources.new.looking') : act}
        </Button>
      </div>
    </div>
  )
}
