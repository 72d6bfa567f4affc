import { useTranslation } from 'react-i18next'
import { type MatchException, type MatchRule, percentOf } from '../../../../../src/contract/unification.ts'
import { useFormats } from '../../../app/formats.ts'

/** What a rule or a cluster asks for, in one line; `details` says more of one condition, where there is more to say. */
export function useRuleSays(): (
  rule: Pick<MatchRule, 'where' | 'except'>,
  details?: (condition: MatchException) => string,
) => string {
  const { t } = useTranslation()
  const { percent } = useFormats()
  return ({ where, except = [] }, details = () => '') => {
    const say = (what: 'where' | 'differ' | 'same', each: MatchException) => {
      const share = percentOf(each.precision)
      const way = share === 100 ? 'exact' : 'alike'
      const told = { field: each.field, share: percent(share / 100) }
      return `${t(`unifying.rule.says.${what}.${way}`, told)}${details(each)}`
    }
    return [...where.map((each) => say('where', each)), ...except.map((each) => say(each.when ?? 'differ', each))].join(
      ', ',
    )
  }
}
