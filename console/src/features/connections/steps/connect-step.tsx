import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { Copied } from '../../../ui/copied.tsx'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import { type Draft, type Settings, useConnect } from '../drafts.ts'

/** "Connect": readies the sign-in with Constant Contact, for ten minutes. It may be done again as often as one likes. */
export function ConnectStep({
  draft,
  settings,
  isReady,
  pageOf,
  onReady,
}: {
  readonly draft: Draft
  readonly settings: Settings
  readonly isReady: boolean
  readonly pageOf: (draft: string) => string
  readonly onReady: (address: string) => void
}) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = useConnect(draft.id)
  const { account, refusal } = draft.signIn
  const connect = (otherAccount: 'accept' | 'refuse') =>
    mutate({ returnTo: pageOf(draft.id), otherAccount }, { onSuccess: ({ address }) => onReady(address) })
  const isFirst = account === null && !isReady
  return (
    <>
      {draft.remakes && isFirst && (
        <Copied
          label={t('connecting.redirect.label')}
          text={settings.redirectUrl}
          hint={t('connecting.redirect.hint')}
        />
      )}
      <SendingFailed error={error} />
      <div>
        <Button
          appearance={isFirst ? 'primary' : 'subtle'}
          size={isFirst ? 'medium' : 'small'}
          disabledFocusable={isPending}
          onClick={() => connect('refuse')}
        >
          {t(isFirst ? 'connecting.connect.act' : 'connecting.connect.again')}
        </Button>
      </div>
      {refusal?.code === 'other_account' && (
        <div>
          <Button disabledFocusable={isPending} onClick={() => connect('accept')}>
            {t('connecting.connect.otherAccount')}
          </Button>
        </div>
      )}
    </>
  )
}
