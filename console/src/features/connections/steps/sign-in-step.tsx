import { Button, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../../ui/notice.tsx'
import { accountWords } from '../account-words.ts'
import type { Draft } from '../drafts.ts'
import { MissingPrivileges } from '../missing-privileges.tsx'

/** Signing in with Constant Contact, as an administrator of the account, and what came of it. */
export function SignInStep({ draft, address }: { readonly draft: Draft; readonly address: string | undefined }) {
  const { t } = useTranslation()
  const { account, formerAccount, refusal, missingPrivileges } = draft.signIn
  return (
    <>
      {refusal && address === undefined && (
        <Notice intent="error" title={t('connecting.signIn.failed')}>
          {refusal.message}
        </Notice>
      )}
      {address !== undefined && (
        <>
          <Text>{t('connecting.signIn.lead')}</Text>
          <div>
            <Button as="a" href={address} appearance="primary">
              {t('connecting.signIn.act')}
            </Button>
          </div>
        </>
      )}
      {account && address === undefined && (
        <Text>{t('connecting.signIn.account', { account: accountWords(account) })}</Text>
      )}
      {formerAccount && (
        <Notice intent="warning">{t('connecting.signIn.former', { account: accountWords(formerAccount) })}</Notice>
      )}
      <MissingPrivileges privileges={missingPrivileges} />
    </>
  )
}
