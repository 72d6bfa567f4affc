import { Combobox, Field, makeStyles, Option, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../app/formats.ts'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import { type ContactList, findList, listsQuery } from './choices.ts'
import { useIssue } from './issues.ts'
import { NewList } from './new-list.tsx'
import type { Part } from './part.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  option: { display: 'flex', justifyContent: 'space-between', flexGrow: 1, gap: tokens.spacingHorizontalM },
  members: { color: tokens.colorNeutralForeground2, whiteSpace: 'nowrap' },
})

/** Which list of the account: found by name among those there are, made anew, or pasted as its id or the address of its page. */
export function ListField({ draft: { connection, list }, change, disabled }: Part) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const query = useQuery({ ...listsQuery(connection ?? ''), enabled: connection !== undefined && !disabled })
  const lists = query.data ?? []
  const chosen = findList(lists, list)
  const [typed, setTyped] = useState<string>()
  const text = typed ?? chosen?.name ?? list
  const sought = typed?.trim().toLowerCase() ?? ''
  const found = lists.filter(({ name }) => name.toLowerCase().includes(sought))
  const issue = useIssue('list')
  const members = (each: ContactList) =>
    each.members === null ? '' : t('setUpExport.members', { count: each.members, members: number(each.members) })
  const take = (value: string) => {
    setTyped(undefined)
    change({ list: value })
  }
  return (
    <div className={styles.whole}>
      <Field
        label={t('setUpExport.list')}
        required
        hint={chosen ? members(chosen) : t('setUpExport.listHint')}
        {...issue}
      >
        <Combobox
          freeform
          disabled={disabled || connection === undefined}
          placeholder={connection === undefined ? t('setUpExport.connectionFirst') : t('setUpExport.findList')}
          value={text}
          selectedOptions={chosen ? [chosen.id] : []}
          onChange={({ target }) => {
            setTyped(target.value)
            change({ list: target.value.trim() })
          }}
          onOptionSelect={(_, { optionValue }) => optionValue !== undefined && take(optionValue)}
          onBlur={() => setTyped(undefined)}
        >
          {found.map((each) => (
            <Option key={each.id} value={each.id} text={each.name}>
              <span className={styles.option}>
                <span>{each.name}</span>
                <Text size={200} className={styles.members}>
                  {members(each)}
                </Text>
              </span>
            </Option>
          ))}
          {found.length === 0 && (
            <Option value="" text="" disabled>
              {query.isPending && query.isFetching ? t('app.loading') : t('setUpExport.noSuchList')}
            </Option>
          )}
        </Combobox>
      </Field>
      <SendingFailed error={query.error} />
      {!disabled && connection !== undefined && <NewList connection={connection} onMade={({ id }) => take(id)} />}
    </div>
  )
}
