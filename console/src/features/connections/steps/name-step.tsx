import { Button, Field, Input, Radio, RadioGroup, Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Copied } from '../../../ui/copied.tsx'
import { fieldIssue } from '../../../ui/field-issue.ts'
import { Form } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import { connectionsQuery } from '../connections.ts'
import { type Draft, type Settings, useBegin } from '../drafts.ts'
import { freeName } from '../free-name.ts'
import { ownApplication } from '../own-application.ts'

/** Constant Contact's own API (docs/constant-contact.md); another host is a sandbox, or something in between. */
const realHost = 'api.cc.email'

/** The name of the connection, and the application it signs in with. Sent, the connection is in the making. */
export function NameStep({
  draft,
  settings,
  onBegun,
}: {
  readonly draft: Draft | undefined
  readonly settings: Settings
  readonly onBegun: (draft: Draft) => void
}) {
  if (draft) return <Text>{draft.displayName}</Text>
  return <NameForm settings={settings} onBegun={onBegun} />
}

function NameForm({ settings, onBegun }: { readonly settings: Settings; readonly onBegun: (draft: Draft) => void }) {
  const { t } = useTranslation()
  const { data: known = [] } = useQuery(connectionsQuery())
  const [displayName, setDisplayName] = useState('')
  const [typedName, setTypedName] = useState<string>()
  const [whose, setWhose] = useState<'server' | 'other'>(settings.application.clientId ? 'server' : 'other')
  const { mutate, isPending, error } = useBegin()
  const name = typedName ?? freeName(displayName, known)
  const host = new URL(settings.service.apiUrl).host
  const send = ({ clientId = '', clientSecret = '' }: Readonly<Record<string, string>>) =>
    mutate(
      {
        name,
        displayName: displayName.trim(),
        ...(whose === 'server'
          ? {
              clientId: ownApplication.clientId,
              ...(settings.application.clientSecret && { clientSecret: ownApplication.clientSecret }),
            }
          : { clientId: clientId.trim(), ...(clientSecret && { clientSecret }) }),
      },
      { onSuccess: onBegun },
    )
  return (
    <Form onSend={send}>
      <SendingFailed error={error} />
      {host !== realHost && <Notice>{t('connecting.name.otherService', { host })}</Notice>}
      <Field
        label={t('connecting.name.displayName')}
        hint={t('connecting.name.hint')}
        required
        {...fieldIssue(error, 'displayName')}
      >
        <Input
          name="displayName"
          value={displayName}
          maxLength={100}
          onChange={(_, { value }) => setDisplayName(value)}
          autoFocus
        />
      </Field>
      <Field label={t('app.nameInFiles')} hint={t('connecting.name.nameHint')} {...fieldIssue(error, 'name')}>
        <Input name="name" value={name} maxLength={100} onChange={(_, { value }) => setTypedName(value)} />
      </Field>
      {settings.application.clientId && (
        <Field label={t('connecting.name.application')}>
          <RadioGroup value={whose} onChange={(_, { value }) => setWhose(value === 'server' ? 'server' : 'other')}>
            <Radio value="server" label={t('connecting.name.applications.server')} />
            <Radio value="other" label={t('connecting.name.applications.other')} />
          </RadioGroup>
        </Field>
      )}
      {whose === 'other' && (
        <>
          <Field label={t('connecting.name.clientId')} required {...fieldIssue(error, 'clientId')}>
            <Input name="clientId" autoComplete="off" maxLength={200} />
          </Field>
          <Field
            label={t('connecting.name.clientSecret')}
            hint={t('connecting.name.secretHint')}
            {...fieldIssue(error, 'clientSecret')}
          >
            <Input name="clientSecret" type="password" autoComplete="off" maxLength={500} />
          </Field>
        </>
      )}
      <Copied label={t('connecting.redirect.label')} text={settings.redirectUrl} hint={t('connecting.redirect.hint')} />
      {!settings.reachesServer && <Notice intent="warning">{t('connecting.redirect.elsewhere')}</Notice>}
      <div>
        <Button type="submit" appearance="primary" disabled={displayName.trim() === ''} disabledFocusable={isPending}>
          {t('app.goOn')}
        </Button>
      </div>
    </Form>
  )
}
