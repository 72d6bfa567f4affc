import { Dropdown, Field, MessageBar, MessageBarBody, Option, OptionGroup } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { PageLink } from '../../../ui/page-link.tsx'
import { Shown } from '../../../ui/shown.tsx'
import { usableConnectionsQuery } from './choices.ts'
import { useIssue } from './issues.ts'
import type { Part } from './part.ts'

/** Which connection the export delivers through, by type. Where somebody has none, there is no section, and it says whom to ask. */
export function ConnectionField({
  draft: { connection },
  change,
  disabled,
  administers,
  named,
}: Part & {
  /** Whether whoever looks may make connections. */
  readonly administers: boolean
  /** What the connection of the export is called, for those who may not use it. */
  readonly named: string | undefined
}) {
  const { t } = useTranslation()
  const query = useQuery({ ...usableConnectionsQuery, enabled: !disabled })
  const issue = useIssue('connection')
  const label = t('setUpExport.connection')
  if (disabled) {
    return (
      <Field label={label}>
        <Dropdown disabled value={named ?? t('exports.noConnection')} selectedOptions={[]} />
      </Field>
    )
  }
  return (
    <Shown query={query}>
      {(connections) => {
        if (connections.length === 0) {
          return (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>
                {administers ? (
                  <>
                    {t('setUpExport.makeConnection')}{' '}
                    <PageLink to="/administrator/connections" inline>
                      {t('setUpExport.toConnections')}
                    </PageLink>
                  </>
                ) : (
                  t('setUpExport.askForConnection')
                )}
              </MessageBarBody>
            </MessageBar>
          )
        }
        const types = Map.groupBy(connections, ({ type }) => type)
        const chosen = connections.find(({ name }) => name === connection)
        return (
          <Field label={label} required hint={t('setUpExport.connectionHint')} {...issue}>
            <Dropdown
              value={chosen?.displayName ?? named ?? ''}
              selectedOptions={connection === undefined ? [] : [connection]}
              onOptionSelect={(_, { optionValue }) => change({ connection: optionValue })}
            >
              {[...types].map(([type, within]) => (
                <OptionGroup key={type} label={t(`exports.types.${type}`)}>
                  {within.map(({ name, displayName }) => (
                    <Option key={name} value={name}>
                      {displayName}
                    </Option>
                  ))}
                </OptionGroup>
              ))}
            </Dropdown>
          </Field>
        )
      }}
    </Shown>
  )
}
