import { Button, Field, MessageBar, MessageBarBody, Select, Text } from '@fluentui/react-components'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isConflict, issueOf } from '../../app/api.ts'
import { Conflict } from '../../ui/conflict.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { useSay } from '../../ui/said.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Shown } from '../../ui/shown.tsx'
import { Unsaved } from '../../ui/unsaved.tsx'
import { columnProfilesQuery, sourcesQuery } from '../sources/sources.ts'
import { type ProfilesDefinition, profilesQuery, useSaveProfiles } from './profiles.ts'

/** Which data source the customers come from, and which of its columns say who they are. */
export function SetUpProfiles({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const profiles = useQuery(profilesQuery)
  return (
    <Panel title={t('profiles.setUp')} onClose={onClose} leave="cancel">
      <Shown query={profiles}>
        {({ value, version }) =>
          value.definition.from === undefined ? (
            <MessageBar layout="multiline">
              <MessageBarBody>
                {t('profiles.unified')}{' '}
                <PageLink inline to="/data/unify">
                  {t('nav.unify')}
                </PageLink>
              </MessageBarBody>
            </MessageBar>
          ) : (
            <SingleSource definition={value.definition} version={version} onClose={onClose} />
          )
        }
      </Shown>
    </Panel>
  )
}

const roles = ['email', 'firstName', 'lastName', 'updatedAt', 'profileImage'] as const

function SingleSource({
  definition,
  version,
  onClose,
}: {
  readonly definition: ProfilesDefinition
  readonly version: string | null
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const say = useSay()
  const queries = useQueryClient()
  const [seen, setSeen] = useState({ definition, version })
  const [draft, setDraft] = useState(definition)
  const { data: sources = [] } = useQuery(sourcesQuery({}))
  const from = sources.find(({ name }) => name === draft.from)
  const { data: columns = [] } = useQuery({
    ...columnProfilesQuery(draft.from ?? '', from?.state.refreshedAt ?? null),
    enabled: from?.state.refreshedAt != null,
  })
  const save = useSaveProfiles()
  const changed = JSON.stringify(draft) !== JSON.stringify(seen.definition)
  const send = (over: string | null) =>
    save.mutate(
      { definition: draft, version: over },
      {
        onSuccess: () => {
          say(t('profiles.saved'))
          onClose()
        },
      },
    )
  const choose = (role: (typeof roles)[number], column: string) => {
    const { [role]: _, ...others } = draft
    setDraft((column === '' ? others : { ...others, [role]: column }) as ProfilesDefinition)
  }
  // What somebody else saved meanwhile has been asked for by then, since every change asks anew.
  const theirs = queries.getQueryData(profilesQuery.queryKey)
  return (
    <>
      <Unsaved changed={changed && !save.isSuccess} />
      <Text>{t('profiles.setUpText')}</Text>
      <Field label={t('profiles.from')} required {...wrong(save.error, 'from')}>
        <Select value={draft.from ?? ''} onChange={(_, { value }) => setDraft({ ...draft, from: value })}>
          {sources.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {roles.map((role) => {
        const chosen = draft[role] ?? ''
        const known = columns.some(({ name }) => name === chosen)
        return (
          <Field
            key={role}
            label={role === 'email' ? t('sources.new.email') : t(`profiles.${role}`)}
            required={role === 'email'}
            {...((role === 'updatedAt' || role === 'profileImage') && { hint: t(`profiles.${role}Hint`) })}
            {...wrong(save.error, role)}
          >
            <Select value={chosen} onChange={(_, { value }) => choose(role, value)}>
              {role !== 'email' && <option value="">{t('profiles.noColumn')}</option>}
              {chosen !== '' && !known && <option value={chosen}>{chosen}</option>}
              {columns.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        )
      })}
      {!isConflict(save.error) && <SendingFailed error={save.error} />}
      {isConflict(save.error) && theirs && (
        <Conflict
          mine={draft}
          theirs={theirs.value.definition}
          onClose={() => save.reset()}
          onTakeTheirs={() => {
            setSeen({ definition: theirs.value.definition, version: theirs.version })
            setDraft(theirs.value.definition)
            save.reset()
          }}
          onKeepMine={() => send(theirs.version)}
        />
      )}
      <PanelActs>
        <Button appearance="primary" disabledFocusable={!changed || save.isPending} onClick={() => send(seen.version)}>
          {t('app.save')}
        </Button>
      </PanelActs>
    </>
  )
}

function wrong(error: Error | null, field: string) {
  const message = issueOf(error, field)
  return message === undefined ? {} : { validationMessage: message }
}
