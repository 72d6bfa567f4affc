import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSay } from '../../../ui/said.tsx'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import { type ContactList, useMakeList } from './choices.ts'

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: tokens.spacingHorizontalS },
  name: { flexGrow: 1 },
})

/** Makes a list in the account, which is then the one that is chosen. */
export function NewList({
  connection,
  onMade,
}: {
  readonly connection: string
  readonly onMade: (list: ContactList) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const say = useSay()
  const [name, setName] = useState<string>()
  const { mutate, isPending, error } = useMakeList(connection)
  if (name === undefined) {
    return (
      <div>
        <Button appearance="subtle" icon={<AddRegular />} onClick={() => setName('')}>
          {t('setUpExport.newList')}
        </Button>
      </div>
    )
  }
  return (
    <>
      <div className={styles.line}>
        <Field label={t('setUpExport.newListName')} className={styles.name}>
          <Input value={name} maxLength={255} onChange={(_, { value }) => setName(value)} autoFocus />
        </Field>
        <Button
          disabled={name.trim() === ''}
          disabledFocusable={isPending}
          onClick={() =>
            mutate(name.trim(), {
              onSuccess: (list) => {
                say(t('setUpExport.listMade', { name: list.name }))
                setName(undefined)
                onMade(list)
              },
            })
          }
        >
          {t('setUpExport.makeList')}
        </Button>
        <Button appearance="subtle" onClick={() => setName(undefined)}>
          {t('app.cancel')}
        </Button>
      </div>
      <SendingFailed error={error} />
    </>
  )
}
