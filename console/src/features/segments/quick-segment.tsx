import { Button, Card, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseSegment } from '../../../../src/contract/parse-segment.ts'
import type { RuleNode, SegmentDefinition } from '../../../../src/contract/segment.ts'
import { useFormats } from '../../app/formats.ts'
import { useSay } from '../../ui/said.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Shown } from '../../ui/shown.tsx'
import { type CatalogueTable, catalogueQuery, joinColumn, profileTable, type TableColumn } from './builder/catalogue.ts'
import { writeText } from './builder/segment-text.ts'
import { operatorFor, startValue } from './builder/start-values.ts'
import { useLiveCount } from './builder/use-live-count.ts'
import { useSaveSegment } from './builder/use-save-segment.ts'
import { nameOf } from './name-of.ts'
import { type QuickTest, QuickValues } from './quick-values.tsx'
import { nodeWords } from './rule-words.ts'
import { segmentsQuery } from './segments.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '720px' },
  field: { maxWidth: '360px' },
  estimate: { fontSize: tokens.fontSizeBase500, fontWeight: tokens.fontWeightSemibold },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  under: { color: tokens.colorNeutralForeground2 },
})

/** A segment of one column and its values, with its size before it is saved. */
export function QuickSegment({
  field,
  onField,
  onSaved,
  onBuilder,
}: {
  /** The column of the customers that is chosen. */
  readonly field: string | undefined
  readonly onField: (field: string) => void
  readonly onSaved: (name: string) => void
  /** Goes on in the builder with what was chosen so far. */
  readonly onBuilder: (text: string) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const query = useQuery(catalogueQuery)
  return (
    <div className={styles.whole}>
      <Text>{t('builder.quick.lead')}</Text>
      <Shown query={query}>
        {(tables: readonly CatalogueTable[]) => {
          const columns = tables.find(({ name }) => name === profileTable)?.columns ?? []
          const column = columns.find(({ name }) => name === field)
          if (columns.length === 0) return <Text>{t('builder.notYet')}</Text>
          return (
            <>
              <Field label={t('builder.column')} className={styles.field}>
                <Select value={column?.name ?? ''} onChange={(_, { value }) => onField(value)}>
                  {!column && <option value="">{t('builder.chooseColumn')}</option>}
                  {columns.map(({ name }) => (
                    <option key={name} value={name}>
                      {name}
                    </option>
                  ))}
                </Select>
              </Field>
              {column && <OfColumn key={column.name} column={column} onSaved={onSaved} onBuilder={onBuilder} />}
            </>
          )
        }}
      </Shown>
    </div>
  )
}

function OfColumn({
  column,
  onSaved,
  onBuilder,
}: {
  readonly column: TableColumn
  readonly onSaved: (name: string) => void
  readonly onBuilder: (text: string) => void
}) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const { number, proportion } = useFormats()
  const say = useSay()
  const { data: segments = [] } = useQuery(segmentsQuery())
  const [test, setTest] = useState<QuickTest>(() => beginning(column))
  const [ownName, setOwnName] = useState<string>()
  const save = useSaveSegment()
  const why = useId()
  const node = { column: joinColumn(profileTable, column.name, profileTable), [test.operator]: test.value }
  const rules = [{ where: node }] as unknown as SegmentDefinition['rules']
  const isWhole = parseSegment({ rules }).issues.length === 0 && !isBlank(test.value)
  const live = useLiveCount({ rules }, { name: undefined, ready: isWhole })
  const displayName =
    ownName ??
    (isWhole ? nodeWords(node as unknown as RuleNode, { t, language: i18n.language, nameOf: (name) => name }) : '')
  const definition: SegmentDefinition = { ...(displayName && { displayName: displayName.slice(0, 100) }), rules }
  const store = () => {
    const name = nameOf(displayName, new Set(segments.map((each) => each.name)))
    save.mutate(
      { name, definition, version: null, refresh: true },
      {
        onSuccess: ({ warnings }) => {
          say([t('builder.savedRefreshing'), ...warnings].join(' '))
          onSaved(name)
        },
      },
    )
  }
  const { counted, isStale } = live
  return (
    <>
      <Card>
        <QuickValues column={column} test={test} onTest={setTest} />
      </Card>
      <Card>
        <Text>{t('builder.quick.estimate')}</Text>
        <Text role="status" className={styles.estimate}>
          {isWhole && counted
            ? t('builder.members', {
                members: number(counted.members),
                profiles: number(counted.profiles),
                share: proportion(counted.profiles === 0 ? 0 : counted.members / counted.profiles),
              })
            : isWhole && live.issues.length === 0
              ? t('builder.counting')
              : '–'}
          {isWhole && counted && isStale && ` – ${t('builder.counting')}`}
        </Text>
        {!isWhole && <Text size={200}>{t('builder.quick.chooseFirst')}</Text>}
        {live.issues.map(({ message }) => (
          <Text key={message} role="alert">
            {message}
          </Text>
        ))}
        <Field label={t('builder.displayName')}>
          <Input value={displayName} maxLength={100} onChange={(_, { value }) => setOwnName(value)} />
        </Field>
        <SendingFailed error={save.error} />
        <SendingFailed error={live.error} unasked />
        <div className={styles.acts}>
          <Button
            appearance="primary"
            disabledFocusable={!isWhole || save.isPending}
            aria-describedby={isWhole ? undefined : why}
            onClick={store}
          >
            {t('builder.saveAndRefresh')}
          </Button>
          <Button
            disabledFocusable={!isWhole}
            aria-describedby={isWhole ? undefined : why}
            onClick={() => isWhole && onBuilder(writeText(definition))}
          >
            {t('builder.quick.toBuilder')}
          </Button>
        </div>
        <Text size={200} id={why} className={styles.under}>
          {t(isWhole ? 'builder.whatNext' : 'builder.quick.chooseToSave')}
        </Text>
      </Card>
    </>
  )
}

/** What a column is asked first: texts by their values, others by how they compare. */
function beginning({ type }: TableColumn): QuickTest {
  if (type === 'string') return { operator: 'in', value: [] }
  const operator = type === 'number' ? 'greaterThanOrEqualTo' : operatorFor(type, null)
  return { operator, value: startValue(operator, type) }
}

function isBlank(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.some((each) => each === null))
    ? true
    : Array.isArray(value) && value.length === 0
}
