import { Button, makeStyles, Subtitle2, Text } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { MatchException, MatchRule } from '../../../../../src/contract/unification.ts'
import { ConditionLine } from './condition-line.tsx'
import { replaced, without } from './lists.ts'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'

const useStyles = makeStyles({ head4: { margin: 0 } })

/** A rule, or a kind of clusters. */
type Conditioned = Pick<MatchRule, 'where' | 'except'>

type Part<T extends Conditioned> = {
  readonly rule: T
  /** Where it stands in the draft, as the server names it. */
  readonly path: string
  readonly onChange: (rule: T, mark?: string) => void
}

/** The conditions of a rule or a cluster, all of which have to hold. */
export function Conditions<T extends Conditioned>({ rule, path, onChange }: Part<T>) {
  const styles = useStepStyles()
  const own = useStyles()
  const { t } = useTranslation()
  const { draft } = useUnifying()
  const { where } = rule
  const isExact = where.some(({ precision = 'exact' }) => precision === 'exact' || precision === 100)
  const next = draft.fields.find(({ name }) => !where.some(({ field }) => field === name)) ?? draft.fields[0]
  return (
    <div className={styles.list}>
      <Subtitle2 as="h4" className={own.head4}>
        {t('unifying.rule.conditions')}
      </Subtitle2>
      {where.map((condition, at) => (
        <ConditionLine
          // biome-ignore lint/suspicious/noArrayIndexKey: several conditions may be of one field
          key={at}
          condition={condition}
          path={`${path}.where[${at}]`}
          onChange={(each, mark) =>
            onChange({ ...rule, where: replaced(where, at, () => each) }, mark && `where ${at} ${mark}`)
          }
          onRemove={where.length > 1 ? () => onChange({ ...rule, where: without(where, at) }) : undefined}
        />
      ))}
      {next && (
        <Button
          className={styles.start}
          size="small"
          icon={<AddRegular />}
          onClick={() => onChange({ ...rule, where: [...where, { field: next.name }] })}
        >
          {t('unifying.rule.addCondition')}
        </Button>
      )}
      {!isExact && (
        <Text size={200} className={styles.quiet}>
          {t('unifying.rule.noExact')}
        </Text>
      )}
    </div>
  )
}

/** What keeps two apart although the conditions hold. */
export function Exceptions<T extends Conditioned>({ rule, path, onChange }: Part<T>) {
  const styles = useStepStyles()
  const own = useStyles()
  const { t } = useTranslation()
  const { draft } = useUnifying()
  const { except = [] } = rule
  const set = (next: readonly MatchException[], mark?: string) => onChange(withExceptions(rule, next), mark)
  const named = new Set([...rule.where, ...except].map(({ field }) => field))
  const next = draft.fields.find(({ name }) => !named.has(name)) ?? draft.fields[0]
  return (
    <div className={styles.list}>
      {except.length > 0 && (
        <Subtitle2 as="h4" className={own.head4}>
          {t('unifying.rule.exceptions')}
        </Subtitle2>
      )}
      {except.map((exception, at) => (
        <ConditionLine
          // biome-ignore lint/suspicious/noArrayIndexKey: several exceptions may be of one field
          key={at}
          condition={exception}
          path={`${path}.except[${at}]`}
          isException
          onChange={(each, mark) =>
            set(
              replaced(except, at, () => each),
              mark && `except ${at} ${mark}`,
            )
          }
          onRemove={() => set(without(except, at))}
        />
      ))}
      {next && (
        <Button
          className={styles.start}
          size="small"
          icon={<AddRegular />}
          onClick={() => set([...except, { field: next.name }])}
        >
          {t('unifying.rule.addException')}
        </Button>
      )}
    </div>
  )
}

function withExceptions<T extends Conditioned>(rule: T, except: readonly MatchException[]): T {
  const { except: _, ...rest } = rule
  return { ...rest, ...(except.length > 0 && { except }) } as T
}
