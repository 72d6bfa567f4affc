import { useTranslation } from 'react-i18next'
import type { MatchException, MatchRule } from '../../../../../src/contract/unification.ts'
import { usePrecisionWords } from './use-precision-words.ts'

/** What a rule or a cluster asks for, in one line; `details` says more of one condition, where there is more to say. */
export function useRuleSays(): (
  rule: Pick<MatchRule, 'where' | 'except'>,
  details?: (condition: MatchException) => string,
) => string {
  const { t } = useTranslation()
  const precisionWords = usePrecisionWords()
  return ({ where, except = [] }, details = () => '') =>
    [
      ...where.map((each) => `${each.field} ${precisionWords(each.precision)}${details(each)}`),
      ...except.map((each) => {
        const field = each.precision === undefined ? each.field : `${each.field} ${precisionWords(each.precision)}`
        return t('unifying.rule.unless', {
          what: `${field} ${t(`unifying.rule.whens.${each.when ?? 'differ'}`)}${details(each)}`,
        })
      }),
    ].join(', ')
}
