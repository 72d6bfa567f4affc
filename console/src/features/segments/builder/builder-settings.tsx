import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Field,
  makeStyles,
  Radio,
  RadioGroup,
  Switch,
  tokens,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ScheduleField } from '../schedule-field.tsx'
import { TagsField } from '../tags-field.tsx'
import type { DraftHead } from './draft.ts'
import { useWorkbench } from './workbench.ts'

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** Everything of a segment but its name and its rules. */
export function BuilderSettings({ head }: { readonly head: DraftHead }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { dispatch, segments } = useWorkbench()
  const { state, type = 'dynamic', tags = [], schedule = null } = head
  const known = [...new Set(segments.flatMap(({ definition }) => definition.tags ?? []))].sort()
  return (
    <Accordion collapsible>
      <AccordionItem value="settings">
        <AccordionHeader as="h2">{t('builder.moreSettings')}</AccordionHeader>
        <AccordionPanel className={styles.fields}>
          <Switch
            label={t('builder.active')}
            checked={state !== 'inactive'}
            onChange={(_, { checked }) => dispatch({ do: 'head', change: { state: checked ? undefined : 'inactive' } })}
          />
          <Field label={t('builder.type')}>
            <RadioGroup
              value={type}
              onChange={(_, { value }) =>
                dispatch({ do: 'head', change: { type: value === 'static' ? 'static' : undefined } })
              }
            >
              {(['dynamic', 'static'] as const).map((each) => (
                <Radio key={each} value={each} label={t(`segments.typesWhat.${each}`)} />
              ))}
            </RadioGroup>
          </Field>
          <TagsField
            label={t('segments.tag.add')}
            tags={tags}
            known={known}
            onChange={(next) => dispatch({ do: 'head', change: { tags: next.length > 0 ? next : undefined } })}
          />
          <ScheduleField
            schedule={schedule}
            onChange={(next) => dispatch({ do: 'head', change: { schedule: next ?? undefined } })}
          />
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  )
}
