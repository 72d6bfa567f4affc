import { Button, Field, Input } from '@fluentui/react-components'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { readWhole } from '../../app/read-whole.ts'
import { Conflict } from '../../ui/conflict.tsx'
import { fieldIssue } from '../../ui/field-issue.ts'
import { Form } from '../../ui/form.tsx'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { useSay } from '../../ui/said.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { useSavedOver } from '../../ui/use-saved-over.ts'
import { type Change, type Connection, connectionQuery, useChangeConnection } from './connections.ts'

/** Changes what is declared of a connection. Who changes it after somebody else is shown both versions. */
export function ChangePanel({
  connection,
  onClose,
}: {
  readonly connection: Connection
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const say = useSay()
  const form = useId()
  const queries = useQueryClient()
  const { data: latest = connection } = useQuery(connectionQuery(connection.name))
  const {
    seen: { value: seen },
    see,
    save,
    isPending,
    error,
    failure,
    conflict,
  } = useSavedOver({
    latest: { value: latest, version: latest.version },
    mutation: useChangeConnection(),
    told: (change: Change, over) => ({ seen: over.value, change }),
    askAgain: () => void queries.invalidateQueries({ queryKey: ['connection', connection.name] }),
    onSaved: () => {
      say(t('connections.change.saved'))
      onClose()
    },
  })
  return (
    <Panel title={t('connections.change.title', { name: seen.displayName })} onClose={onClose} leave="cancel">
      <SendingFailed error={failure} />
      <Form id={form} onSend={(fields) => save(changeOf(fields, seen))} key={seen.version}>
        <Field
          label={t('connecting.name.displayName')}
          hint={t('connecting.name.hint')}
          required
          {...fieldIssue(error, 'displayName')}
        >
          <Input name="displayName" defaultValue={seen.displayName} maxLength={100} />
        </Field>
        <Field
          label={t('connections.change.contract')}
          hint={t('connections.change.contractHint')}
          {...fieldIssue(error, 'contractLimit')}
        >
          <Input name="contractLimit" inputMode="numeric" defaultValue={seen.contractLimit?.toString() ?? ''} />
        </Field>
        <Field label={t('connections.change.perSecond')} {...fieldIssue(error, 'requestsPerSecond')}>
          <Input
            name="requestsPerSecond"
            inputMode="decimal"
            placeholder="4"
            defaultValue={seen.limits?.requestsPerSecond?.toString() ?? ''}
          />
        </Field>
        <Field
          label={t('connections.change.perDay')}
          hint={t('connections.change.paceHint')}
          {...fieldIssue(error, 'requestsPerDay')}
        >
          <Input
            name="requestsPerDay"
            inputMode="numeric"
            placeholder={number(10_000)}
            defaultValue={seen.limits?.requestsPerDay?.toString() ?? ''}
          />
        </Field>
        <Field
          label={t('connecting.name.clientId')}
          hint={t('connections.change.clientIdHint')}
          required
          {...fieldIssue(error, 'clientId')}
        >
          <Input name="clientId" defaultValue={seen.clientId} maxLength={200} autoComplete="off" />
        </Field>
        <Field
          label={t('connections.change.secret')}
          hint={t('connections.change.secretHint')}
          {...fieldIssue(error, 'clientSecret')}
        >
          <Input name="clientSecret" type="password" autoComplete="new-password" maxLength={500} />
        </Field>
      </Form>
      <PanelActs>
        <Button type="submit" form={form} appearance="primary" disabledFocusable={isPending}>
          {t('app.save')}
        </Button>
      </PanelActs>
      {conflict && (
        <Conflict
          mine={shownOf({ ...seen, ...conflict.mine })}
          theirs={shownOf(conflict.theirs.value)}
          onClose={conflict.close}
          onTakeTheirs={() => see(conflict.theirs)}
          onKeepMine={conflict.keepMine}
        />
      )}
    </Panel>
  )
}

type Shown = Omit<Change, 'clientSecret'>

function shownOf({ displayName, users, clientId, contractLimit, limits }: Shown): Shown {
  return {
    ...(displayName !== undefined && { displayName }),
    ...(users !== undefined && { users }),
    ...(clientId !== undefined && { clientId }),
    ...(contractLimit != null && { contractLimit }),
    ...(limits != null && { limits }),
  }
}

/** What stands in the fields. A figure that is none is sent as it is typed, and the server says at its field what it expects. */
function changeOf(fields: Readonly<Record<string, string>>, { limits: had }: Connection): Change {
  const { displayName = '', contractLimit = '', requestsPerSecond = '', requestsPerDay = '', clientId = '' } = fields
  const limits = {
    ...had,
    requestsPerSecond: figure(requestsPerSecond),
    requestsPerDay: readWhole(requestsPerDay),
  }
  const set = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== null))
  return {
    displayName: displayName.trim(),
    clientId: clientId.trim(),
    contractLimit: readWhole(contractLimit),
    limits: Object.keys(set).length > 0 ? set : null,
    ...(fields.clientSecret && { clientSecret: fields.clientSecret }),
  }
}

function figure(typed: string): number | null {
  const text = typed.trim()
  if (text === '') return null
  const value = Number(text.replace(',', '.'))
  return Number.isNaN(value) ? (text as unknown as number) : value
}
