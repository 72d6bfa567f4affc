import { Field, Select, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { MergeChoice } from '../../../../../src/contract/unification.ts'
import { moved } from './lists.ts'
import { Movable } from './movable.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'
import { ByField, useByFields } from './winner-field.tsx'

const kinds = ['importance', 'own', 'mostRecent', 'leastRecent'] as const

/** Which table gives the value of a field, or the values of a group: the first that has one, or the newest or oldest row. */
export function MergeChoiceField({
  what,
  merge,
  onChange,
}: {
  /** The field or the group, in words. */
  readonly what: string
  readonly merge: MergeChoice | undefined
  /** Undefined is importance, which nobody needs to write. */
  readonly onChange: (merge: MergeChoice | undefined) => void
}) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft } = useUnifying()
  const by = useByFields()
  const tables = draft.tables.map(({ source }) => source)
  const kind = kindOf(merge)
  const field =
    typeof merge === 'object'
      ? 'mostRecent' in merge
        ? merge.mostRecent
        : 'leastRecent' in merge
          ? merge.leastRecent
          : by[0]
      : by[0]
  const own = typeof merge === 'object' && 'importance' in merge ? merge.importance : tables
  const choose = (next: string, name = field ?? '') =>
    onChange(
      next === 'own'
        ? { importance: own }
        : next === 'mostRecent'
          ? { mostRecent: name }
          : next === 'leastRecent'
            ? { leastRecent: name }
            : undefined,
    )
  return (
    <>
      <div className={styles.choices}>
        <Field label={t('unifying.merge.choice')} {...(by.length === 0 && { hint: t('unifying.deduplicate.noDates') })}>
          <Select value={kind} onChange={(_, { value }) => choose(value)}>
            {kinds.map((each) => (
              <option key={each} value={each} disabled={each.endsWith('Recent') && by.length === 0}>
                {t(`unifying.merge.choices.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
        {(kind === 'mostRecent' || kind === 'leastRecent') && (
          <ByField field={field ?? ''} onChange={(name) => choose(kind, name)} />
        )}
      </div>
      {kind === 'own' && (
        <div>
          <Text size={200}>{t('unifying.merge.order', { what })}</Text>
          {own.map((source, at) => (
            <Movable
              key={source}
              list={`importance ${what}`}
              at={at}
              what={t('unifying.rule.table', { name: source })}
              onMove={(from, to) => onChange({ importance: moved(own, from, to) })}
            >
              <Text className={styles.item}>{t('unifying.match.place', { n: at + 1, table: source })}</Text>
            </Movable>
          ))}
        </div>
      )}
    </>
  )
}

function kindOf(merge: MergeChoice | undefined): (typeof kinds)[number] {
  if (typeof merge !== 'object') return 'importance'
  if ('importance' in merge) return 'own'
  return 'mostRecent' in merge ? 'mostRecent' : 'leastRecent'
}
