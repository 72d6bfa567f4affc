import { Button, Checkbox, Field, Input, Text } from '@fluentui/react-components'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Versioned } from '../../app/api.ts'
import { useFormats } from '../../app/formats.ts'
import { readWhole } from '../../app/read-whole.ts'
import { Conflict } from '../../ui/conflict.tsx'
import { fieldIssue } from '../../ui/field-issue.ts'
import { Form } from '../../ui/form.tsx'
import { Group } from '../../ui/group.tsx'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { useSay } from '../../ui/said.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Shown } from '../../ui/shown.tsx'
import { useSavedOver } from '../../ui/use-saved-over.ts'
import {
  isExplained,
  keptKinds,
  type Retention,
  type RetentionChange,
  retentionQuery,
  useChangeRetention,
  usualDays,
} from './privacy.ts'

/** Changes how long things are kept, and whether viewers see addresses. */
export function RetentionPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const retention = useQuery(retentionQuery)
  return (
    <Panel title={t('privacy.kept.title')} onClose={onClose} leave="cancel">
      <Shown query={retention}>{(latest) => <Fields latest={latest} onClose={onClose} />}</Shown>
    </Panel>
  )
}

function Fields({ latest, onClose }: { readonly latest: Versioned<Retention>; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const say = useSay()
  const form = useId()
  const queries = useQueryClient()
  const { seen, see, save, isPending, error, failure, conflict } = useSavedOver({
    latest,
    mutation: useChangeRetention(),
    told: (change: RetentionChange, { version }) => ({ change, version }),
    askAgain: () => void queries.invalidateQueries(retentionQuery),
    onSaved: () => {
      say(t('privacy.kept.saved'))
      onClose()
    },
  })
  return (
    <>
      <Text>{t('privacy.kept.text')}</Text>
      <SendingFailed error={failure} />
      <Form id={form} onSend={(fields) => save(changeOf(fields))} key={seen.version}>
        {keptKinds.map((kind) => (
          <Field
            key={kind}
            label={t('privacy.kept.inDays', { what: t(`privacy.kept.${kind}`) })}
            hint={[
              ...(isExplained(kind) ? [t(`privacy.kept.hints.${kind}`)] : []),
              t('privacy.kept.usual', { days: number(usualDays[kind]) }),
            ].join(' ')}
            {...fieldIssue(error, kind)}
          >
            <Input
              name={kind}
              inputMode="numeric"
              placeholder={number(usualDays[kind])}
              defaultValue={seen.value[kind]?.toString() ?? ''}
            />
          </Field>
        ))}
        <Group label={t('privacy.kept.viewers')}>
          <Checkbox
            name="viewersSeeEmails"
            label={t('privacy.kept.emailsInFull')}
            defaultChecked={seen.value.viewersSeeEmails === true}
          />
        </Group>
      </Form>
      <PanelActs>
        <Button type="submit" form={form} appearance="primary" disabledFocusable={isPending}>
          {t('app.save')}
        </Button>
      </PanelActs>
      {conflict && (
        <Conflict
          mine={conflict.mine}
          theirs={conflict.theirs.value}
          onClose={conflict.close}
          onTakeTheirs={() => see(conflict.theirs)}
          onKeepMine={conflict.keepMine}
        />
      )}
    </>
  )
}

/** What stands in the fields; an empty one is as usual. What is no figure is sent as it is, and the server says so at its field. */
function changeOf(fields: Readonly<Record<string, string>>): RetentionChange {
  const kept = Object.fromEntries(keptKinds.map((kind) => [kind, readWhole(fields[kind] ?? '')]))
  return { ...kept, viewersSeeEmails: fields.viewersSeeEmails === 'on' ? true : null }
}
