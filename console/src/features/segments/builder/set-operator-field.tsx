import { makeStyles, Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../app/formats.ts'
import { type DraftRule, type SetOperator, setOperators } from './draft.ts'
import { useWorkbench } from './workbench.ts'

const useStyles = makeStyles({
  // The longest way of combining is nearly as wide as a phone.
  field: { maxWidth: '100%', '& select': { maxWidth: '100%', minWidth: 0 } },
})

/** How a rule is combined with those before, in words that go on with how many of its conditions must hold. */
export function SetOperatorField({ rule, at }: { readonly rule: DraftRule; readonly at: number }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const { dispatch } = useWorkbench()
  return (
    <Select
      size="small"
      className={styles.field}
      aria-label={t('builder.howCombined', { n: number(at + 1) })}
      value={rule.operator}
      onChange={(_, { value }) => dispatch({ do: 'set-operator', rule: rule.id, operator: value as SetOperator })}
    >
      {setOperators.map((each) => (
        <option key={each} value={each}>
          {t(`builder.ruleWords.${each}`)}
        </option>
      ))}
    </Select>
  )
}
