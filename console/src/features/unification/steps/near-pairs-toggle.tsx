import { Button } from '@fluentui/react-components'
import { PeopleSearchRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MatchRule } from '../../../../../src/contract/unification.ts'
import { NearPairs } from './near-pairs.tsx'
import { useStepStyles } from './step-styles.ts'

/** Opens and closes the pairs near the threshold of a rule. */
export function NearPairsToggle({ rule, within }: { readonly rule: MatchRule; readonly within?: string | undefined }) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        className={styles.start}
        appearance="subtle"
        size="small"
        icon={<PeopleSearchRegular />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {t(isOpen ? 'unifying.rule.hidePreview' : 'unifying.rule.preview')}
      </Button>
      {isOpen && <NearPairs rule={rule} within={within} />}
    </>
  )
}
