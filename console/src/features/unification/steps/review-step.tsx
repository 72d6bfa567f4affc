import { Button, Field, Select, Spinner, Text } from '@fluentui/react-components'
import { PlayRegular } from '@fluentui/react-icons'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { duplicatesOf, type UnificationFigures } from '../../../../../src/contract/unification-figures.ts'
import { ask } from '../../../app/api.ts'
import { useFormats } from '../../../app/formats.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/section.tsx'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import type { Column } from '../../sources/sources.ts'
import { RuleFigures } from '../rule-figures.tsx'
import { isUnifiedProfiles, type StoredProfiles } from '../unification.ts'
import { ChangeList } from './change-list.tsx'
import type { Draft } from './draft.ts'
import { useStepStyles } from './step-styles.ts'
import { TriedPeople, type TriedPerson } from './tried-people.tsx'
import { useUnifying } from './unifying.ts'

const amounts = [1_000, 5_000, 20_000, 100_000] as const

export type Tried = {
  readonly sampled: boolean
  readonly figures: UnificationFigures
  readonly columns: readonly Column[]
  readonly people: readonly TriedPerson[]
}

type TestRun = { readonly of: Draft; readonly edited: Tried; readonly now: Tried | null }

/** What saving would change, and trying the steps on a sample, with the figures beside those of what is saved. `onIssues` is told what the server finds wrong. */
export function ReviewStep({
  saved,
  onFailed,
}: {
  /** What is saved: unified profiles, or those of one source, with which there is nothing to compare. */
  readonly saved: StoredProfiles['definition']
  readonly onFailed: (error: Error | null) => void
}) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const { draft, mayEdit } = useUnifying()
  const [rows, setRows] = useState(5_000)
  const test = useMutation({
    mutationFn: async (): Promise<TestRun> => {
      const of = draft
      // One after the other: both take the memory of the engine.
      const edited = await ask<Tried>('POST', '/unification/try', { body: { profiles: of, rows } })
      const now = isUnifiedProfiles(saved) ? await ask<Tried>('POST', '/unification/try', { body: { rows } }) : null
      return { of, edited, now }
    },
    onSuccess: () => onFailed(null),
    onError: onFailed,
  })
  if (!mayEdit) return null
  return (
    <>
      <Text className={styles.text}>{t('unifying.review.text')}</Text>
      <ChangeList saved={saved} />
      <div className={styles.line}>
        <Field label={t('unifying.review.rows')}>
          <Select value={String(rows)} onChange={(_, { value }) => setRows(Number(value))}>
            {amounts.map((each) => (
              <option key={each} value={each}>
                {number(each)}
              </option>
            ))}
          </Select>
        </Field>
        <Button
          appearance="primary"
          icon={<PlayRegular />}
          disabledFocusable={test.isPending}
          onClick={() => test.mutate()}
        >
          {t('unifying.review.try')}
        </Button>
        {test.isPending && <Spinner size="tiny" label={t('unifying.review.trying')} />}
      </div>
      <SendingFailed error={test.error} />
      {test.data && <Outcome run={test.data} isOld={test.data.of !== draft} />}
    </>
  )
}

function Outcome({ run: { of, edited, now }, isOld }: { readonly run: TestRun; readonly isOld: boolean }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const rows = compared(edited.figures, now?.figures).map(({ words, ...each }) => ({
    ...each,
    name: t(words.key, { table: words.table }),
  }))
  return (
    <>
      {isOld && <Notice intent="warning">{t('unifying.review.changedSince')}</Notice>}
      <Section title={t('unifying.review.figures')}>
        <Text size={200}>{t(`unifying.review.${now ? 'both' : 'one'}.${edited.sampled ? 'sampled' : 'whole'}`)}</Text>
        <DataTable
          label={t('unifying.review.figures')}
          rows={rows}
          keyOf={({ name }) => name}
          minWidth="320px"
          columns={[
            { key: 'figure', header: t('unifying.review.figure'), cell: ({ name }) => name },
            ...(now
              ? [
                  {
                    key: 'now',
                    header: t('unifying.review.now'),
                    kind: 'number' as const,
                    width: '24%',
                    cell: ({ before }: (typeof rows)[number]) => (before === undefined ? '' : number(before)),
                  },
                ]
              : []),
            {
              key: 'edited',
              header: t('unifying.review.edited'),
              kind: 'number',
              width: '24%',
              cell: ({ after }) => number(after),
            },
          ]}
        />
      </Section>
      <TriedPeople of={of} columns={edited.columns} people={edited.people} />
      <RuleFigures figures={edited.figures} />
    </>
  )
}

type Key =
  | 'unify.people'
  | 'unify.merged'
  | 'unify.matched'
  | 'unify.keptFields'
  | 'unifying.review.tables'
  | 'unifying.review.duplicates'

type Figure = {
  readonly words: { readonly key: Key; readonly table: string }
  readonly after: number
  readonly before: number | undefined
}

/** The figures of the edited steps beside those of the saved ones. */
function compared(after: UnificationFigures, before: UnificationFigures | undefined): readonly Figure[] {
  const whole = (key: Key, of: (figures: UnificationFigures) => number): Figure => ({
    words: { key, table: '' },
    after: of(after),
    before: before && of(before),
  })
  return [
    whole('unify.people', ({ people }) => people),
    whole('unify.merged', ({ mergedPeople }) => mergedPeople),
    whole('unify.matched', ({ matchedPeople }) => matchedPeople),
    whole('unify.keptFields', ({ keptFields }) => keptFields),
    ...after.tables.flatMap((table): Figure[] => {
      const old = before?.tables.find(({ source }) => source === table.source)
      const words = (key: Key) => ({ key, table: table.source })
      return [
        {
          words: words('unifying.review.duplicates'),
          after: duplicatesOf(table),
          before: old && duplicatesOf(old),
        },
        { words: words('unifying.review.tables'), after: table.matched, before: old?.matched },
      ]
    }),
  ]
}
