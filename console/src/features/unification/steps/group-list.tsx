import { Button, mergeClasses, Tag, TagGroup, Text } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../ui/section.tsx'
import { AddMenu } from './add-menu.tsx'
import { changeGroup, setGroups } from './draft.ts'
import { without } from './lists.ts'
import { MergeChoiceField } from './merge-choice-field.tsx'
import { Mistakes } from './mistakes.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'

/** So many groups there may be, and so many fields in each (feature map, N12). */
const mostGroups = 15
const mostFields = 10

/** Fields that one table gives together. */
export function GroupList() {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft, change } = useUnifying()
  const groups = draft.groups ?? []
  const taken = new Set(groups.flatMap(({ fields }) => fields))
  const free = draft.fields.filter(({ name, exclude }) => !taken.has(name) && exclude !== true)
  const [first, second] = free
  return (
    <Section title={t('unifying.merge.groups')}>
      <Text className={styles.text}>{t('unifying.merge.groupsText')}</Text>
      {groups.map(({ fields, merge }, at) => {
        const name = t('unifying.merge.group', { n: at + 1 })
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups are told by their place
          <div key={at} className={mergeClasses(styles.part, styles.roomy)}>
            <div className={styles.column}>
              <div className={styles.center}>
                <Text as="h3" weight="semibold">
                  {name}
                </Text>
                <Button
                  className={styles.end}
                  size="small"
                  appearance="subtle"
                  icon={<DeleteRegular />}
                  aria-label={`${t('unifying.merge.removeGroup')}: ${name}`}
                  onClick={() => change((before) => setGroups(before, without(before.groups ?? [], at)))}
                />
              </div>
              <div className={styles.center}>
                <TagGroup
                  className={styles.wrap}
                  aria-label={name}
                  onDismiss={(_, { value }) =>
                    change((before) => changeGroup(before, at, { fields: fields.filter((each) => each !== value) }))
                  }
                >
                  {fields.map((field) => (
                    <Tag
                      key={field}
                      value={field}
                      appearance="outline"
                      dismissible={fields.length > 2}
                      dismissIcon={{ 'aria-label': t('unifying.merge.takeFromGroup', { field }) }}
                    >
                      {field}
                    </Tag>
                  ))}
                </TagGroup>
                {fields.length < mostFields && (
                  <AddMenu
                    words={t('unifying.merge.addToGroup')}
                    choices={free.map((field) => ({ key: field.name, words: field.name }))}
                    onAdd={(field) => change((before) => changeGroup(before, at, { fields: [...fields, field] }))}
                  />
                )}
              </div>
              <MergeChoiceField
                what={name}
                merge={merge}
                onChange={(next) => change((before) => changeGroup(before, at, { merge: next }))}
              />
              <Mistakes path={`groups[${at}]`} />
            </div>
          </div>
        )
      })}
      {groups.length < mostGroups && first && second && (
        <Button
          className={styles.start}
          icon={<AddRegular />}
          onClick={() =>
            change((before) => setGroups(before, [...(before.groups ?? []), { fields: [first.name, second.name] }]))
          }
        >
          {t('unifying.merge.addGroup')}
        </Button>
      )}
    </Section>
  )
}
