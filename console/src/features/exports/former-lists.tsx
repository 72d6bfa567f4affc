import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, once } from '../../app/api.ts'
import { useFormats } from '../../app/formats.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Section } from '../../ui/section.tsx'
import type { Run } from '../runs/runs.ts'
import { exportPath } from './exports.ts'

const useStyles = makeStyles({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
})

type FormerList = { readonly id: string; readonly name: string; readonly people: number }

const formerListsQuery = (name: string) =>
  queryOptions({
    queryKey: ['export', name, 'former-lists'],
    queryFn: async ({ signal }) =>
      (await ask<{ items: readonly FormerList[] }>('GET', `${exportPath(name)}/former-lists`, { signal })).items,
  })

/** The lists that an export delivered to before its list was changed, as long as whom it put there still is on them. */
export function FormerLists({ name }: { readonly name: string }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { data: lists = [] } = useQuery(formerListsQuery(name))
  const [asked, askAbout] = useState<FormerList>()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (list: string) =>
      ask<Run>('POST', `${exportPath(name)}/runs`, { body: { kind: 'cleanup', list }, headers: once() }),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries()
      void navigate({ to: '/runs/$id', params: { id } })
    },
  })
  if (lists.length === 0) return null
  return (
    <Section title={t('drift.former.title')}>
      <Text>{t('drift.former.text')}</Text>
      {lists.map((list) => (
        <div key={list.id} className={styles.row}>
          <Text>{t('drift.former.list', { name: list.name, people: number(list.people) })}</Text>
          <Button onClick={() => askAbout(list)} aria-label={t('drift.former.actNamed', { name: list.name })}>
            {t('drift.former.act')}
          </Button>
        </div>
      ))}
      {asked && (
        <AskFirst
          open
          onClose={() => askAbout(undefined)}
          title={t('drift.former.actNamed', { name: asked.name })}
          act={t('drift.former.act')}
          onAct={() => mutate(asked.id)}
          busy={isPending}
          error={error}
        >
          <p>{t('drift.former.ask', { people: number(asked.people) })}</p>
        </AskFirst>
      )}
    </Section>
  )
}
