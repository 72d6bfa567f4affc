import { Radio, RadioGroup } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import { type Draft, useChooseUsers } from '../drafts.ts'

/** Who may put exports on the connection: administrators, unless somebody says contributors too. */
export function UsersStep({ draft: { id, users } }: { readonly draft: Draft }) {
  const { t } = useTranslation()
  const { mutate, isPending, error, variables } = useChooseUsers(id)
  return (
    <>
      <SendingFailed error={error} />
      <RadioGroup
        aria-label={t('connecting.users.title')}
        value={isPending ? variables : users}
        onChange={(_, { value }) => mutate(value === 'contributors' ? 'contributors' : 'administrators')}
      >
        <Radio value="administrators" label={t('connecting.users.administrators')} />
        <Radio value="contributors" label={t('connecting.users.contributors')} />
      </RadioGroup>
    </>
  )
}
