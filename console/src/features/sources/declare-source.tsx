import { Button, Field, Input, makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { issueOf } from '../../app/api.ts'
import { useFormats } from '../../app/formats.ts'
import { PanelActs } from '../../ui/panel.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import type { Beginning } from './changes.ts'
import { ColumnTypes } from './column-types.tsx'
import { FirstSource } from './first-source.tsx'
import { KeyField } from './key-field.tsx'
import { type Draft, type Look, lookQuery } from './look.ts'
import { LookNotes } from './look-notes.tsx'
import { SampleRows } from './sample-rows.tsx'
import type { Declared, SourceDefinition } from './sources.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 260px), 1fr))',
    gap: tokens.spacingHorizontalL,
  },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
})

/** What was found in a file or a database, and what it is to be: its name, its key, the types of its columns. */
export function DeclareSource({
  draft,
  first,
  proposed,
  isFirst,
  busy,
  error,
  onSave,
}: {
  readonly draft: Draft
  /** What it looked like before anything was declared. */
  readonly first: Look
  readonly proposed: string
  readonly isFirst: boolean
  readonly busy: boolean
  readonly error: Error | null
  readonly onSave: (name: string, definition: SourceDefinition, beginning: Beginning | undefined) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const [name, setName] = useState(proposed)
  const [key, setKey] = useState(first.proposal.key)
  const [declared, setDeclared] = useState<Readonly<Record<string, Declared>>>({})
  const [environment, setEnvironment] = useState<string>(t('sources.new.environmentDefault'))
  const [email, setEmail] = useState(first.proposal.email)
  const columns = Object.keys(declared).length > 0 ? { columns: declared } : {}
  const { data = first, error: refused } = useQuery(
    lookQuery({ ...draft, ...columns, ...(key !== undefined && { key }) }),
  )
  const named = issueOf(error, 'name')
  const { key: _, email: __, ...others } = first.proposal
  const beginning =
    isFirst && email !== undefined
      ? {
          environment: { name: environment, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
          profiles: { from: name, email, ...others },
        }
      : undefined
  const whole = name !== '' && key !== undefined && (!isFirst || (beginning && environment.trim() !== ''))
  const found = draft.postgres === undefined ? 'sources.new.found' : 'sources.new.foundFirst'
  return (
    <div className={styles.whole}>
      <Text role="status">{t(found, { rows: number(data.rows), columns: number(data.columns.length) })}</Text>
      {isFirst && (
        <FirstSource
          columns={first.columns}
          environment={environment}
          email={email}
          onEnvironment={setEnvironment}
          onEmail={setEmail}
        />
      )}
      <div className={styles.fields}>
        <Field
          label={t('sources.new.name')}
          hint={t('sources.new.nameHint')}
          required
          {...(named !== undefined && { validationMessage: named })}
        >
          <Input value={name} maxLength={100} autoComplete="off" onChange={(_, { value }) => setName(value)} />
        </Field>
        <KeyField look={data} value={key} onChange={setKey} />
      </div>
      <LookNotes look={data} />
      <SendingFailed error={refused} />
      <div className={styles.part}>
        <Subtitle2 as="h2">{t('sources.new.types')}</Subtitle2>
        <Text size={200}>{t('sources.new.typesText')}</Text>
        <ColumnTypes look={data} keyColumn={key} declared={declared} onDeclare={setDeclared} />
      </div>
      <div className={styles.part}>
        <Subtitle2 as="h2">{t('sources.new.rows')}</Subtitle2>
        <SampleRows label={t('sources.new.rows')} columns={data.columns} rows={data.sample} />
      </div>
      <SendingFailed error={error} />
      <PanelActs>
        <Button
          appearance="primary"
          disabledFocusable={!whole || busy}
          onClick={() => {
            if (whole) onSave(name, { ...draft, key, ...columns }, beginning)
          }}
        >
          {t('sources.new.save')}
        </Button>
      </PanelActs>
    </div>
  )
}
