import { Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useIssue } from './issues.ts'
import type { Part } from './part.ts'

/** What becomes of people who leave the segments. */
export function LeaverFields({ draft: { leavers }, change, disabled }: Part) {
  const { t } = useTranslation()
  return (
    <Field label={t('setUpExport.leavers')} hint={t('setUpExport.leaversHint')} {...useIssue('leavers')}>
      <RadioGroup
        value={leavers}
        disabled={disabled}
        onChange={(_, { value }) => change({ leavers: value === 'remove' ? 'remove' : 'keep' })}
      >
        <Radio value="keep" label={t('setUpExport.keep')} />
        <Radio value="remove" label={t('setUpExport.remove')} />
      </RadioGroup>
    </Field>
  )
}
