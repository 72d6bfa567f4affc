import { Button, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type RowName, rowsHash, rowsIn } from '../features/profiles/row-names.ts'
import { explanationQuery } from '../features/unification/explanation.ts'
import { ExplanationShown } from '../features/unification/explanation-shown.tsx'
import { isUnifiedProfiles, storedProfilesQuery } from '../features/unification/unification.ts'
import { Empty } from '../ui/empty.tsx'
import { Group } from '../ui/group.tsx'
import { Page } from '../ui/page.tsx'
import { Shown } from '../ui/shown.tsx'

const useStyles = makeStyles({
  rows: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 280px), 1fr))',
    gap: tokens.spacingHorizontalL,
  },
  row: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  form: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    gap: tokens.spacingVerticalM,
    maxWidth: '760px',
  },
  act: { display: 'flex' },
})

/** Why two rows are one person, and why not. The rows stand after the #, as keys may be e-mail addresses. */
export function UnifyWhyPage() {
  const { t } = useTranslation()
  const stored = useQuery(storedProfilesQuery)
  return (
    <Page title={t('unify.explain.title')}>
      <Shown query={stored}>
        {(found) =>
          found && isUnifiedProfiles(found.value.definition) ? (
            <Why tables={found.value.definition.tables.map(({ source }) => source)} />
          ) : (
            <Empty title={t('unify.never')} />
          )
        }
      </Shown>
    </Page>
  )
}

function Why({ tables }: { readonly tables: readonly string[] }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/data/unify/why' })
  const hash = useLocation({ select: (place) => place.hash })
  const [asked, setAsked] = useState(() => rowsIn(hash))
  useEffect(() => setAsked(rowsIn(hash)), [hash])
  const explained = useQuery(explanationQuery(rowsIn(hash)))
  const change = (at: 0 | 1, row: RowName) => setAsked(at === 0 ? [row, asked[1]] : [asked[0], row])
  const send = (event: FormEvent) => {
    event.preventDefault()
    const [first = ''] = tables
    const rows = asked.map(({ source, key }) => ({ source: source || first, key: key.trim() }))
    void navigate({ hash: rowsHash(rows), hashScrollIntoView: false })
  }
  const isWhole = asked.every(({ key }) => key.trim() !== '')
  return (
    <>
      <Text>{t('unify.explain.lead')}</Text>
      <form className={styles.form} onSubmit={send}>
        <div className={styles.rows}>
          {([0, 1] as const).map((at) => (
            <Group key={at} label={t(at === 0 ? 'unify.explain.first' : 'unify.explain.second')}>
              <div className={styles.row}>
                <Field label={t('unify.explain.table')}>
                  <Select
                    value={asked[at].source || tables[0]}
                    onChange={(_, { value }) => change(at, { ...asked[at], source: value })}
                  >
                    {tables.map((name) => (
                      <option key={name}>{name}</option>
                    ))}
                  </Select>
                </Field>
                <Field label={t('unify.explain.key')}>
                  <Input value={asked[at].key} onChange={(_, { value }) => change(at, { ...asked[at], key: value })} />
                </Field>
              </div>
            </Group>
          ))}
        </div>
        <div className={styles.act}>
          <Button type="submit" appearance="primary" disabledFocusable={!isWhole}>
            {t('unify.explain.ask')}
          </Button>
        </div>
      </form>
      {hash !== '' && (
        <Shown query={explained}>{(explanation) => <ExplanationShown explanation={explanation} />}</Shown>
      )}
    </>
  )
}
