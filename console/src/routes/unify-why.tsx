import { Button, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useRouteContext } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type RowName, rowsHash, rowsIn } from '../features/profiles/row-names.ts'
import { explanationQuery } from '../features/unification/explanation.ts'
import { ExplanationShown } from '../features/unification/explanation-shown.tsx'
import { RowField } from '../features/unification/row-field.tsx'
import { isUnifiedProfiles, storedProfilesQuery } from '../features/unification/unification.ts'
import { Empty } from '../ui/empty.tsx'
import { Group } from '../ui/group.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { Page } from '../ui/page.tsx'
import { Shown } from '../ui/shown.tsx'

const useStyles = makeStyles({
  rows: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 280px), 1fr))',
    gap: tokens.spacingHorizontalXXL,
  },
  lead: { maxWidth: '80ch' },
  named: {
    display: 'grid',
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    gap: tokens.spacingHorizontalS,
  },
  key: { minWidth: 0 },
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
            <Empty title={t('unify.never')} act={<LinkButton to="/data/unify">{t('unify.title')}</LinkButton>}>
              {t('unify.explain.notYet')}
            </Empty>
          )
        }
      </Shown>
    </Page>
  )
}

function Why({ tables }: { readonly tables: readonly string[] }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const navigate = useNavigate({ from: '/data/unify/why' })
  const hash = useLocation({ select: (place) => place.hash })
  const [asked, setAsked] = useState(() => rowsIn(hash))
  useEffect(() => setAsked(rowsIn(hash)), [hash])
  const rows = rowsIn(hash)
  const explained = useQuery(explanationQuery(rows))
  const change = (at: 0 | 1, row: RowName) => setAsked(at === 0 ? [row, asked[1]] : [asked[0], row])
  const [table = ''] = tables
  const ask = (rows: readonly RowName[]) => {
    const named = rows.map(({ source, key }) => ({ source: source || table, key: key.trim() }))
    void navigate({ hash: rowsHash(named), hashScrollIntoView: false })
  }
  // Whoever finds a row means it: it stands in the address at once.
  const find = (at: 0 | 1, row: RowName) => ask(at === 0 ? [row, asked[1]] : [asked[0], row])
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (isWhole) ask(asked)
  }
  const isWhole = asked.every(({ key }) => key.trim() !== '')
  return (
    <>
      <Text className={styles.lead}>{t('unify.explain.lead')}</Text>
      {me.role === 'viewer' && <Text size={200}>{t('profiles.masked')}</Text>}
      <form className={styles.form} onSubmit={send}>
        <div className={styles.rows}>
          {([0, 1] as const).map((at) => (
            <Group key={at} label={t(at === 0 ? 'unify.explain.first' : 'unify.explain.second')}>
              <div className={styles.row}>
                <RowField row={asked[at]} onRow={(row) => find(at, row)} />
                <div className={styles.named}>
                  <Field label={t('unify.explain.table')}>
                    <Select
                      value={asked[at].source || table}
                      onChange={(_, { value }) => change(at, { ...asked[at], source: value })}
                    >
                      {tables.map((name) => (
                        <option key={name}>{name}</option>
                      ))}
                    </Select>
                  </Field>
                  <Field label={t('unify.explain.key')}>
                    <Input
                      className={styles.key}
                      input={{ className: styles.key }}
                      value={asked[at].key}
                      onChange={(_, { value }) => change(at, { ...asked[at], key: value })}
                    />
                  </Field>
                </div>
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
      {rows.every(({ key }) => key !== '') && (
        <Shown query={explained}>
          {(explanation) => <ExplanationShown key={JSON.stringify(explanation.rows)} explanation={explanation} />}
        </Shown>
      )}
    </>
  )
}
