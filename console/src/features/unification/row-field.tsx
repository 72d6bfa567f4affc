import { Combobox, Field, makeStyles, Option, OptionGroup, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import type { RowName } from '../profiles/row-names.ts'
import { type FoundRow, foundRowsQuery } from './found-rows.ts'

const useStyles = makeStyles({
  // As narrow as a telephone has it.
  field: { minWidth: 0, width: '100%' },
  input: { minWidth: 0, width: '100%' },
  // As large as what a finger meets.
  expand: { padding: '2px', boxSizing: 'content-box' },
  list: { maxHeight: '360px' },
  option: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
})

/** Typing is waited for so long before all rows are searched. */
const pause = 300

/** A row found by the name, the e-mail or the key that stands in it, as profiles are. `row` is the one that is named now. */
export function RowField({ row, onRow }: { readonly row: RowName; readonly onRow: (row: RowName) => void }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<RowName & { readonly words: string }>()
  const sought = useSettled(typed, pause)
  const found = useQuery({ ...foundRowsQuery(sought.trim()), enabled: open })
  const isChosen = chosen?.source === row.source && chosen.key === row.key
  const tables = (found.data ?? []).filter(({ rows }) => rows.length > 0)
  return (
    <>
      <Field label={t('unify.explain.find')}>
        <Combobox
          className={styles.field}
          input={{ className: styles.input }}
          expandIcon={{ className: styles.expand }}
          freeform
          placeholder={t('unify.explain.findHint')}
          value={typed || (isChosen ? chosen.words : '')}
          selectedOptions={isChosen ? [nameOf(row)] : []}
          open={open}
          listbox={{ className: styles.list }}
          onOpenChange={(_, told) => setOpen(told.open)}
          onChange={({ target }) => {
            setTyped(target.value)
            setChosen(undefined)
            setOpen(true)
          }}
          onOptionSelect={(_, { optionValue, optionText = '' }) => {
            if (optionValue === undefined) return
            const next = rowOf(optionValue)
            setTyped('')
            setChosen({ ...next, words: optionText })
            onRow(next)
          }}
          onBlur={() => setTyped('')}
        >
          {tables.map(({ source, rows, more }) => (
            <OptionGroup key={source} label={source}>
              {rows.map((each) => (
                <Option
                  key={each.key}
                  value={nameOf({ source, key: each.key })}
                  text={whoIs(each)}
                  disabled={!each.isKeyShown}
                >
                  <span className={styles.option}>
                    <span>{whoIs(each)}</span>
                    <Text size={200} className={styles.quiet}>
                      {[
                        ...(each.email === null || each.name === null ? [] : [each.email]),
                        `${source} ${each.key}`,
                      ].join(' · ')}
                      {!each.isKeyShown && (
                        <>
                          <br />
                          {t('unify.explain.keyHidden')}
                        </>
                      )}
                    </Text>
                  </span>
                </Option>
              ))}
              {more && (
                <Option value="" text="" disabled>
                  {t('unify.explain.findMore', { table: source })}
                </Option>
              )}
            </OptionGroup>
          ))}
          {tables.length === 0 && (
            <Option value="" text="" disabled>
              {t(found.isPending ? 'app.loading' : 'unify.explain.findNone')}
            </Option>
          )}
        </Combobox>
      </Field>
      <SendingFailed error={found.error} />
    </>
  )
}

/** What a row is called in the list: whoever it is, as far as that is known. */
function whoIs({ name, email, key }: FoundRow): string {
  return name ?? email ?? key
}

function nameOf({ source, key }: RowName): string {
  return JSON.stringify([source, key])
}

function rowOf(value: string): RowName {
  const [source, key] = JSON.parse(value) as [string, string]
  return { source, key }
}
