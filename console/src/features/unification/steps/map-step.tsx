import { Button, Field, Select, Spinner, Text, Tooltip } from '@fluentui/react-components'
import { AddRegular, DeleteRegular, SparkleRegular } from '@fluentui/react-icons'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../app/formats.ts'
import { AskFirst } from '../../../ui/ask-first.tsx'
import { useSay } from '../../../ui/said.tsx'
import { Section } from '../../../ui/section.tsx'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import { propose } from '../unification.ts'
import { AddMenu } from './add-menu.tsx'
import { addField, addTable, changed, columnsOf, removeTable, roles, usesOfTable } from './draft.ts'
import { FieldCard } from './field-card.tsx'
import { Mistakes } from './mistakes.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'
import { useUseWords } from './use-words.ts'

/** Which tables hold people, which of their columns say the same, and what that means (feature map, N2). */
export function MapStep() {
  const styles = useStepStyles()
  const { t } = useTranslation()
  return (
    <>
      <Text className={styles.text}>{t('unifying.map.text')}</Text>
      <Tables />
      <Fields />
      <Customer />
    </>
  )
}

function Tables() {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const say = useSay()
  const usesWords = useUseWords()
  const { draft, change, sources } = useUnifying()
  const [asks, setAsks] = useState(false)
  const add = useMutation({
    mutationFn: (source: string) => propose([source]),
    onSuccess: ({ profiles: { fields = [] } }, source) => {
      change((before) => addTable(before, source, fields))
      say(t('unifying.map.added', { table: source }))
    },
  })
  const anew = useMutation({
    mutationFn: () => propose(draft.tables.map(({ source }) => source)),
    onSuccess: ({ profiles: { fields } }) => {
      if (fields) change((before) => ({ ...before, fields: fields.filter(({ exclude }) => exclude !== true) }))
      setAsks(false)
    },
  })
  const chosen = new Set(draft.tables.map(({ source }) => source))
  const others = sources.filter(({ name }) => !chosen.has(name))
  return (
    <Section
      title={t('unifying.map.tables')}
      acts={
        <Button icon={<SparkleRegular />} onClick={() => setAsks(true)} disabledFocusable={draft.tables.length === 0}>
          {t('unifying.map.proposeAgain')}
        </Button>
      }
    >
      <div className={styles.list}>
        {draft.tables.map(({ source }, at) => {
          const table = sources.find(({ name }) => name === source)
          const uses = usesOfTable(draft, source)
          return (
            <div key={source} className={styles.part}>
              <div className={styles.center}>
                <Text>
                  {t('unifying.chosen', {
                    table: source,
                    key: table?.key ?? '?',
                    rows: table?.rows == null ? t('unifying.unread') : number(table.rows),
                  })}
                </Text>
                <Tooltip
                  relationship="label"
                  content={uses.length > 0 ? usesWords(uses) : t('unifying.map.removeTable', { table: source })}
                >
                  <Button
                    className={styles.end}
                    size="small"
                    appearance="subtle"
                    icon={<DeleteRegular />}
                    disabledFocusable={uses.length > 0 || draft.tables.length === 1}
                    onClick={() => change((before) => removeTable(before, source))}
                  />
                </Tooltip>
              </div>
              <Mistakes path={`tables[${at}].source`} />
            </div>
          )
        })}
      </div>
      <div className={styles.center}>
        {others.length > 0 ? (
          <AddMenu
            words={t('unifying.map.addTable')}
            choices={others.map(({ name, rows }) => ({
              key: name,
              words: rows === null ? t('unify.single.unread', { source: name }) : name,
            }))}
            onAdd={(source) => add.mutate(source)}
          />
        ) : (
          <Text className={styles.quiet}>{t('unifying.map.noMore')}</Text>
        )}
        {add.isPending && <Spinner size="tiny" />}
      </div>
      <SendingFailed error={add.error} />
      <AskFirst
        open={asks}
        title={t('unifying.map.proposeAgain')}
        act={t('unifying.map.proposeAgain')}
        onAct={() => anew.mutate()}
        onClose={() => {
          setAsks(false)
          anew.reset()
        }}
        busy={anew.isPending}
        error={anew.error}
      >
        <p>{t('unifying.map.proposeText')}</p>
      </AskFirst>
    </Section>
  )
}

function Fields() {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft, change, sources } = useUnifying()
  const unused = draft.tables.map(({ source }) => {
    const used = new Set(draft.fields.flatMap(({ from }) => columnsOf(from[source])))
    const table = sources.find(({ name }) => name === source)
    const columns = table?.columns.filter((column) => !used.has(column) && column !== table.key) ?? []
    return { source, columns }
  })
  const left = unused.filter(({ columns }) => columns.length > 0)
  const choices = unused.flatMap(({ source, columns }) =>
    columns.map((column) => ({ key: JSON.stringify([source, column]), words: `${source}.${column}` })),
  )
  return (
    <Section title={t('unifying.map.fields')}>
      <div className={styles.list}>
        {draft.fields.map((_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field has no other name than the one that is being typed
          <FieldCard key={at} at={at} />
        ))}
      </div>
      {choices.length > 0 ? (
        <AddMenu
          words={t('unifying.map.addField')}
          choices={choices}
          onAdd={(key) => {
            const [source, column] = JSON.parse(key) as [string, string]
            change((before) => addField(before, source, column))
          }}
        />
      ) : (
        <Button
          className={styles.start}
          icon={<AddRegular />}
          onClick={() =>
            change((before) => ({
              ...before,
              fields: [...before.fields, { name: `Field ${before.fields.length + 1}`, from: {} }],
            }))
          }
        >
          {t('unifying.map.addField')}
        </Button>
      )}
      <div>
        <Text weight="semibold" block>
          {t('unifying.map.unused')}
        </Text>
        {left.length === 0 && <Text className={styles.quiet}>{t('unifying.map.allUsed')}</Text>}
        {left.map(({ source, columns }) => (
          <Text key={source} block className={styles.quiet}>
            {t('unifying.map.unusedOf', { table: source, columns: columns.join(', ') })}
          </Text>
        ))}
      </div>
    </Section>
  )
}

/** What profiles need to know of their own fields: by which of them people are mailed and called. */
function Customer() {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft, change, issuesAt } = useUnifying()
  const kept = draft.fields.filter(({ exclude }) => exclude !== true)
  const labels = {
    email: t('profiles.email'),
    firstName: t('unifying.types.first-name'),
    lastName: t('unifying.types.last-name'),
    updatedAt: t('unifying.map.updatedAt'),
  }
  return (
    <Section title={t('unifying.map.customer')}>
      <Text className={styles.text}>{t('unifying.map.customerText')}</Text>
      <div className={styles.fields}>
        {roles.map((role) => {
          const value = draft[role] ?? ''
          const [issue] = issuesAt(role)
          return (
            <Field
              key={role}
              label={labels[role]}
              required={role === 'email'}
              {...(issue && { validationMessage: issue })}
            >
              <Select
                value={value}
                onChange={(_, { value: name }) =>
                  change((before) =>
                    role === 'email' ? { ...before, email: name } : changed(before, { [role]: name || undefined }),
                  )
                }
              >
                {(role !== 'email' || value === '') && (
                  <option value="">{t(role === 'email' ? 'unifying.map.choose' : 'unifying.map.noField')}</option>
                )}
                {value !== '' && !kept.some(({ name }) => name === value) && <option>{value}</option>}
                {kept.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            </Field>
          )
        })}
      </div>
    </Section>
  )
}
