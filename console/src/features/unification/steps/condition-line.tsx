import { Button, Input, makeStyles, Select } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { MatchException, Precision } from '../../../../../src/contract/unification.ts'
import { Fold } from '../../../ui/fold.tsx'
import { CompareFields } from './compare-fields.tsx'
import { changed } from './draft.ts'
import { Mistakes } from './mistakes.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'

const useStyles = makeStyles({ percent: { width: '90px' }, select: { flex: '0 1 190px', minWidth: '120px' } })

const words = ['exact', 'high', 'medium', 'low'] as const

/** One condition of a rule, or one exception: the field, how alike its values have to be, and how they are compared. */
export function ConditionLine({
  condition,
  path,
  isException = false,
  onChange,
  onRemove,
}: {
  readonly condition: MatchException
  readonly path: string
  readonly isException?: boolean
  readonly onChange: (condition: MatchException, mark?: string) => void
  /** Missing for one that cannot be taken away. */
  readonly onRemove: (() => void) | undefined
}) {
  const styles = useStepStyles()
  const own = useStyles()
  const { t } = useTranslation()
  const { draft } = useUnifying()
  const { field: name, precision = 'exact', when = 'differ' } = condition
  const field = draft.fields.find((each) => each.name === name)
  const isText = field?.type !== 'date' && field?.type !== 'number' && field?.type !== 'boolean'
  const kind = typeof precision === 'number' ? 'percent' : precision
  const setPrecision = (next: Precision, mark?: string) =>
    onChange(changed(condition, { precision: next === 'exact' ? undefined : next }), mark)
  const has = [
    ...(condition.normalize ? [t('unifying.rule.has.normalize')] : []),
    ...(condition.alias ? [t('unifying.rule.has.alias')] : []),
    ...(condition.bypass ? [t('unifying.rule.has.bypass')] : []),
  ]
  return (
    <div className={styles.part}>
      <div className={styles.center}>
        <Select
          className={own.select}
          aria-label={t('unifying.rule.field')}
          value={name}
          onChange={(_, { value }) => {
            const next = draft.fields.find((each) => each.name === value)
            const fuzzy = next?.type !== 'date' && next?.type !== 'number' && next?.type !== 'boolean'
            // Dates and numbers are the same or are not, and nothing is taken out of them.
            onChange(
              changed(condition, { field: value, ...(!fuzzy && { precision: undefined, normalize: undefined }) }),
            )
          }}
        >
          {!field && <option>{name}</option>}
          {draft.fields.map((each) => (
            <option key={each.name}>{each.name}</option>
          ))}
        </Select>
        {isException && (
          <Select
            className={own.select}
            aria-label={t('unifying.rule.when')}
            value={when}
            onChange={(_, { value }) => onChange(changed(condition, { when: value === 'same' ? 'same' : undefined }))}
          >
            <option value="differ">{t('unifying.rule.whens.differ')}</option>
            <option value="same">{t('unifying.rule.whens.same')}</option>
          </Select>
        )}
        <Select
          className={own.select}
          aria-label={t('unifying.rule.precision')}
          value={kind}
          disabled={!isText && kind === 'exact'}
          onChange={(_, { value }) =>
            setPrecision(value === 'percent' ? 70 : (words.find((each) => each === value) ?? 'exact'))
          }
        >
          {words.map((each) => (
            <option key={each} value={each}>
              {t(`unifying.rule.precisions.${each}`)}
            </option>
          ))}
          <option value="percent">{t('unifying.rule.precisions.percent')}</option>
        </Select>
        {typeof precision === 'number' && (
          <Input
            className={own.percent}
            type="number"
            min={1}
            max={100}
            aria-label={t('unifying.rule.percent')}
            value={String(precision)}
            onChange={(_, { value }) => {
              const percent = Math.round(Number(value))
              if (percent >= 1 && percent <= 100) setPrecision(percent, 'percent')
            }}
          />
        )}
        {onRemove && (
          <Button
            className={styles.end}
            size="small"
            appearance="subtle"
            icon={<DismissRegular />}
            aria-label={`${t('unifying.rule.remove')}: ${name}`}
            onClick={onRemove}
          />
        )}
      </div>
      <Mistakes path={path} />
      <Fold
        head={
          has.length > 0
            ? t('unifying.rule.moreSet', { field: name, what: has.join(', ') })
            : t('unifying.rule.more', { field: name })
        }
      >
        <CompareFields condition={condition} isText={isText} onChange={onChange} />
      </Fold>
    </div>
  )
}
