import { useTranslation } from 'react-i18next'
import { type ShippedRuleName, shippedRuleNames } from '../../../../src/contract/shipped-rules.ts'

/** The keys of the words for the rules that Postbud brings along. */
const keys = {
  'same e-mail': 'email',
  'same e-mail, like name': 'emailName',
  'same e-mail, name spelt alike': 'emailSpelt',
  'same e-mail and last name, first name may be missing': 'emailFamily',
  'same e-mail and first name, last name may be missing': 'emailFirst',
  'same phone, like name': 'phoneName',
  'same phone, name spelt alike': 'phoneSpelt',
  'same phone and last name, first name may be missing': 'phoneFamily',
  'same phone and first name, last name may be missing': 'phoneFirst',
  'same birth date, like name': 'bornName',
  'same birth date, name spelt alike': 'bornSpelt',
  'same address, like name': 'addressName',
  'same address, name spelt alike': 'addressSpelt',
  'same address and first name, last name may be missing': 'addressFirst',
  'same e-mail and phone': 'emailPhone',
  'same e-mail and birth date': 'emailBorn',
  'same phone and birth date': 'phoneBorn',
  'same address and birth date': 'addressBorn',
  'same e-mail, names turned round': 'emailTurned',
  'same phone, names turned round': 'phoneTurned',
  'same birth date, names turned round': 'bornTurned',
  'same address, names turned round': 'addressTurned',
} as const satisfies Readonly<Record<ShippedRuleName, string>>

/** What a rule is called: those that Postbud brings along in the language of who looks, the others as somebody called them. */
export function useRuleWords(): (name: string) => string {
  const { t } = useTranslation()
  return (name) => {
    const shipped = shippedRuleNames.find((each) => each === name)
    return shipped === undefined ? name : t(`unify.shipped.${keys[shipped]}`)
  }
}
