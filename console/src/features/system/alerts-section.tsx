import {
  Button,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  Select,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlertSettings, AlertWebhook } from '../../../../src/contract/alerts.ts'
import { Notice } from '../../ui/notice.tsx'
import { useSay } from '../../ui/said.tsx'
import { Section } from '../../ui/section.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Shown } from '../../ui/shown.tsx'
import { alertSettingsQuery, useSaveAlerts, useTestAlerts } from './alerts.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  hook: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 180px), 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'end',
  },
  acts: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
})

/** Who is told when something needs a person, by mail and by post, with a test. */
export function AlertsSection() {
  const { t } = useTranslation()
  const query = useQuery(alertSettingsQuery)
  return (
    <Section title={t('system.general.alerts')}>
      <Text>{t('system.general.alertsLead')}</Text>
      <Shown query={query}>
        {({ value: { settings, mailServer }, version }) => (
          // Begun anew when it was saved, here or by somebody else.
          <Editor key={version} settings={settings ?? {}} version={version} mailServer={mailServer} />
        )}
      </Shown>
    </Section>
  )
}

/** `id` tells it from the others here, while its name is typed. */
type Hook = AlertWebhook & { readonly name: string; readonly id: string }

function Editor({
  settings,
  version,
  mailServer,
}: {
  readonly settings: AlertSettings
  readonly version: string | null
  readonly mailServer: boolean
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const say = useSay()
  const [mail, setMail] = useState<NonNullable<AlertSettings['mail']>>(settings.mail ?? 'administrators')
  const [language, setLanguage] = useState(settings.language ?? 'en')
  const [hooks, setHooks] = useState<readonly Hook[]>(
    Object.entries(settings.webhooks ?? {}).map(([name, hook]) => ({ name, ...hook, id: name })),
  )
  const save = useSaveAlerts()
  const kind = typeof mail === 'string' ? mail : 'addresses'
  const send = () =>
    save.mutate(
      {
        settings: {
          mail: typeof mail === 'string' ? mail : mail.map((each) => each.trim()).filter((each) => each !== ''),
          language,
          ...(hooks.length > 0 && {
            webhooks: Object.fromEntries(hooks.map(({ id: _, name, ...hook }) => [name.trim(), hook])),
          }),
        },
        version,
      },
      { onSuccess: () => say(t('system.general.saved')) },
    )
  return (
    <div className={styles.form}>
      <SendingFailed error={save.error} />
      {!mailServer && <Notice intent="warning">{t('system.general.noMail')}</Notice>}
      <Field label={t('system.general.mail')}>
        <RadioGroup
          value={kind}
          onChange={(_, { value }) => setMail(value === 'addresses' ? [] : value === 'off' ? 'off' : 'administrators')}
        >
          {(['administrators', 'addresses', 'off'] as const).map((each) => (
            <Radio key={each} value={each} label={t(`system.general.mails.${each}`)} />
          ))}
        </RadioGroup>
      </Field>
      {typeof mail !== 'string' && (
        <Field label={t('system.general.addresses')} required>
          <Textarea value={mail.join('\n')} onChange={(_, { value }) => setMail(value.split('\n'))} />
        </Field>
      )}
      <Field label={t('system.general.language')}>
        <Select value={language} onChange={(_, { value }) => setLanguage(value === 'da' ? 'da' : 'en')}>
          <option value="en" lang="en">
            English
          </option>
          <option value="da" lang="da">
            Dansk
          </option>
        </Select>
      </Field>
      <div>
        <Text weight="semibold" block>
          {t('system.general.webhooks')}
        </Text>
        <Text size={200}>{t('system.general.webhooksLead')}</Text>
      </div>
      {hooks.map((hook, at) => (
        <Webhook
          key={hook.id}
          hook={hook}
          onChange={(next) => setHooks(next ? hooks.with(at, next) : hooks.toSpliced(at, 1))}
        />
      ))}
      <div>
        <Button
          appearance="subtle"
          icon={<AddRegular />}
          onClick={() => setHooks([...hooks, { id: crypto.randomUUID(), name: `alerts${hooks.length + 1}`, url: '' }])}
        >
          {t('system.general.addWebhook')}
        </Button>
      </div>
      <div className={styles.acts}>
        <Button appearance="primary" disabledFocusable={save.isPending} onClick={send}>
          {t('app.save')}
        </Button>
      </div>
      <Test />
    </div>
  )
}

/** One place to post to; null on its change takes it away. A secret that is there is shown as a mask, which keeps it. */
function Webhook({ hook, onChange }: { readonly hook: Hook; readonly onChange: (hook: Hook | null) => void }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { secret = '', format = 'json' } = hook
  return (
    <div className={styles.hook}>
      <Field label={t('system.general.webhookName')} required>
        <Input value={hook.name} maxLength={100} onChange={(_, { value }) => onChange({ ...hook, name: value })} />
      </Field>
      <Field label={t('system.general.webhookUrl')} required>
        <Input value={hook.url} maxLength={2000} onChange={(_, { value }) => onChange({ ...hook, url: value })} />
      </Field>
      <Field label={t('system.general.webhookSecret')}>
        <Input
          value={secret}
          autoComplete="off"
          maxLength={500}
          onChange={(_, { value }) => {
            const { secret: _secret, ...rest } = hook
            onChange(value === '' ? rest : { ...rest, secret: value })
          }}
        />
      </Field>
      <Field label={t('system.general.webhookFormat')}>
        <Select
          value={format}
          onChange={(_, { value }) => onChange({ ...hook, format: value === 'slack' ? 'slack' : 'json' })}
        >
          <option value="json">{t('system.general.formats.json')}</option>
          <option value="slack">{t('system.general.formats.slack')}</option>
        </Select>
      </Field>
      <Button
        appearance="subtle"
        icon={<DeleteRegular />}
        aria-label={t('system.general.removeWebhook', { name: hook.name })}
        onClick={() => onChange(null)}
      />
    </div>
  )
}

function Test() {
  const styles = useStyles()
  const { t } = useTranslation()
  const { mutate, isPending, error, data } = useTestAlerts()
  return (
    <>
      <div className={styles.acts}>
        <Button disabledFocusable={isPending} onClick={() => mutate()}>
          {t('system.general.test')}
        </Button>
        <Text size={200}>{t('system.general.testHint')}</Text>
      </div>
      <SendingFailed error={error} />
      {data && (
        <Notice
          intent={data.recipients.some(({ problem }) => problem !== null) ? 'warning' : 'info'}
          title={t('system.general.tested')}
        >
          {data.recipients.length === 0 ? (
            t('system.general.nobody')
          ) : (
            <ul className={styles.list}>
              {data.recipients.map(({ channel, recipient, problem }) => (
                <li key={`${channel} ${recipient}`}>
                  {recipient}: {problem ?? t('system.general.taken')}
                </li>
              ))}
            </ul>
          )}
        </Notice>
      )}
    </>
  )
}
