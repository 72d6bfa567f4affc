import { Field, Switch } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useSay } from '../../ui/said.tsx'
import { Section } from '../../ui/section.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { type Connection, useChangeConnection } from './connections.ts'

/** Lets contributors use a connection, or takes that back. */
export function Sharing({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation()
  const say = useSay()
  const { mutate, isPending, error, variables } = useChangeConnection()
  const { displayName, users } = connection
  return (
    <Section title={t('connections.facts.users')}>
      <SendingFailed error={error} />
      <Field hint={t('connections.shareHint')}>
        <Switch
          label={t('connections.share')}
          checked={(isPending ? variables.change.users : users) === 'contributors'}
          disabled={isPending}
          onChange={(_, { checked }) =>
            mutate(
              { seen: connection, change: { users: checked ? 'contributors' : 'administrators' } },
              {
                onSuccess: () => say(t(checked ? 'connections.shared' : 'connections.unshared', { name: displayName })),
              },
            )
          }
        />
      </Field>
    </Section>
  )
}
