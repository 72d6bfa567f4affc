import { Button, Combobox, Field, Input, makeStyles, Option, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { Form } from '../../ui/form.tsx'
import { actionOf, actionWords, nounsInWords } from './action-words.ts'
import type { AuditFilter } from './audit.ts'

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 180px), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingHorizontalM,
    // An input is as wide as its room, not as wide as a browser would have it.
    '& .fui-Input, & .fui-Combobox, & input': { width: '100%', minWidth: 0, boxSizing: 'border-box' },
  },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** By whom, what, which thing and when entries are looked for. */
export function AuditFilters({
  filter,
  onFilter,
}: {
  readonly filter: AuditFilter
  readonly onFilter: (filter: AuditFilter) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <Form
      key={JSON.stringify(filter)}
      onSend={({ actor = '', action = '', target = '', from = '', until = '' }) =>
        onFilter({
          actor: actor.trim() || undefined,
          action: actionOf(t, action.trim()) || undefined,
          target: target.trim() || undefined,
          from: from || undefined,
          until: until || undefined,
        })
      }
    >
      <div className={styles.fields}>
        <Field label={t('audit.who')}>
          <Input name="actor" defaultValue={filter.actor ?? ''} />
        </Field>
        <Field label={t('audit.what')} hint={t('audit.whatHint')}>
          <Combobox
            freeform
            name="action"
            placeholder={t('audit.all')}
            defaultValue={filter.action ? actionWords(t, filter.action) : ''}
          >
            {nounsInWords(t).map((words) => (
              <Option key={words}>{words}</Option>
            ))}
          </Combobox>
        </Field>
        <Field label={t('audit.target')}>
          <Input name="target" defaultValue={filter.target ?? ''} />
        </Field>
        <Field label={t('audit.from')}>
          <Input name="from" type="date" defaultValue={filter.from ?? ''} />
        </Field>
        <Field label={t('audit.until')}>
          <Input name="until" type="date" defaultValue={filter.until ?? ''} />
        </Field>
      </div>
      <div className={styles.acts}>
        <Button type="submit" appearance="primary">
          {t('audit.filter')}
        </Button>
        <Button onClick={() => onFilter({})}>{t('audit.clear')}</Button>
      </div>
    </Form>
  )
}
