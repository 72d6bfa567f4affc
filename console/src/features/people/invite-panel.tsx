import { Button, Field, Input, Radio, RadioGroup } from '@fluentui/react-components'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldIssue } from '../../ui/field-issue.ts'
import { Form } from '../../ui/form.tsx'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import type { Role } from '../session/me.ts'
import { LinkHandedOver } from './handed-over.tsx'
import { roleNames, useInvite } from './users.ts'

/** Invites somebody, and shows the link where no mail takes it along. */
export function InvitePanel({
  mailServer,
  onClose,
}: {
  /** Whether there is one; undefined while that is not known. */
  readonly mailServer: boolean | undefined
  readonly onClose: () => void
}) {
  const { t, i18n } = useTranslation()
  const [role, setRole] = useState<Role>('viewer')
  const [language, setLanguage] = useState<'en' | 'da'>(i18n.language === 'da' ? 'da' : 'en')
  const [chosen, setChosen] = useState<'mail' | 'link'>()
  const handOver = mailServer ? (chosen ?? 'mail') : 'link'
  const form = useId()
  const { mutate, isPending, error, data } = useInvite()
  if (data) {
    return (
      <Panel title={t('people.handed.title', { name: data.user.name })} onClose={onClose}>
        <LinkHandedOver handed={data} />
      </Panel>
    )
  }
  return (
    <Panel title={t('people.inviting.title')} onClose={onClose} leave="cancel">
      <Form id={form} onSend={({ name = '', email = '' }) => mutate({ name, email, role, language, handOver })}>
        <SendingFailed error={error} />
        <Field label={t('people.inviting.name')} required {...fieldIssue(error, 'name')}>
          <Input name="name" maxLength={100} autoComplete="off" autoFocus />
        </Field>
        <Field label={t('signIn.email')} required {...fieldIssue(error, 'email')}>
          <Input name="email" type="email" maxLength={254} autoComplete="off" />
        </Field>
        <RoleChoice role={role} onChoose={setRole} />
        <Field label={t('people.inviting.language')}>
          <RadioGroup
            layout="horizontal"
            value={language}
            onChange={(_, { value }) => setLanguage(value === 'da' ? 'da' : 'en')}
          >
            <Radio value="en" label={<span lang="en">English</span>} />
            <Radio value="da" label={<span lang="da">Dansk</span>} />
          </RadioGroup>
        </Field>
        <Field
          label={t('people.inviting.handOver')}
          {...(mailServer === false && { hint: t('people.inviting.noMail') })}
        >
          <RadioGroup value={handOver} onChange={(_, { value }) => setChosen(value === 'link' ? 'link' : 'mail')}>
            <Radio value="mail" label={t('people.inviting.mail')} disabled={!mailServer} />
            <Radio value="link" label={t('people.inviting.link')} />
          </RadioGroup>
        </Field>
      </Form>
      <PanelActs>
        <Button type="submit" form={form} appearance="primary" disabledFocusable={isPending}>
          {t('people.inviting.act')}
        </Button>
      </PanelActs>
    </Panel>
  )
}

/** One of the roles, each with what it may do. */
export function RoleChoice({ role, onChoose }: { readonly role: Role; readonly onChoose: (role: Role) => void }) {
  const { t } = useTranslation()
  return (
    <Field label={t('people.columns.role')}>
      <RadioGroup
        value={role}
        onChange={(_, { value }) => onChoose(roleNames.find((each) => each === value) ?? 'viewer')}
      >
        {roleNames.map((each) => (
          <Radio
            key={each}
            value={each}
            label={
              <>
                <strong>{t(`roles.${each}`)}</strong>
                <br />
                {t(`people.roles.${each}`)}
              </>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  )
}
