import {
  Button,
  Field,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Switch,
  Text,
} from '@fluentui/react-components'
import { MoreVerticalRegular } from '@fluentui/react-icons'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { MergeChoice } from '../../../../../src/contract/unification.ts'
import { Fold } from '../../../ui/fold.tsx'
import { Section } from '../../../ui/section.tsx'
import { ClusterList } from './cluster-list.tsx'
import { CustomerIdFields } from './customer-id-fields.tsx'
import { changeField, combineFields, moveField, removeField, separateField, usesOfField } from './draft.ts'
import { GroupList } from './group-list.tsx'
import { MergeChoiceField } from './merge-choice-field.tsx'
import { Mistakes } from './mistakes.tsx'
import { Movable } from './movable.tsx'
import { NameField } from './name-field.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'
import { useUseWords } from './use-words.ts'

/** Where the values of a profile come from (feature map, N12). */
export function MergeStep() {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft, change } = useUnifying()
  return (
    <>
      <Text className={styles.text}>{t('unifying.merge.text')}</Text>
      <Section title={t('unifying.merge.fields')}>
        <div className={styles.list}>
          {draft.fields.map(({ name }, at) => (
            <Movable
              // biome-ignore lint/suspicious/noArrayIndexKey: a field has no other name than the one that is being typed
              key={`${at} of ${draft.fields.length}`}
              list="fields"
              at={at}
              what={t('unifying.rule.fieldPart', { name })}
              onMove={(from, to) => change((before) => moveField(before, from, to))}
            >
              <MergedField at={at} />
            </Movable>
          ))}
        </div>
      </Section>
      <GroupList />
      <CustomerIdFields />
      <ClusterList />
    </>
  )
}

function MergedField({ at }: { readonly at: number }) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const usesWords = useUseWords()
  const { draft, change } = useUnifying()
  const field = draft.fields[at]
  if (!field) return null
  const { name, merge, exclude = false, from } = field
  const group = draft.groups?.find(({ fields }) => fields.includes(name))
  const isRole = usesOfField(draft, name).filter(({ kind }) => kind === 'role')
  const uses = usesOfField(draft, name)
  const others = draft.fields.map((other, index) => ({ name: other.name, index })).filter(({ index }) => index !== at)
  const says = exclude
    ? t('unifying.merge.compareOnly')
    : group
      ? t('unifying.merge.inGroup', { fields: group.fields.filter((each) => each !== name).join(', ') })
      : wordsOf(merge, t)
  const acts = (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<MoreVerticalRegular />}
          aria-label={t('unifying.merge.acts', { field: name })}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => change((before) => moveField(before, at, at - 1))}>{t('unifying.rule.up')}</MenuItem>
          <MenuItem onClick={() => change((before) => moveField(before, at, at + 1))}>
            {t('unifying.rule.down')}
          </MenuItem>
          <MenuItem
            disabled={Object.keys(from).length < 2}
            onClick={() => change((before) => separateField(before, at))}
          >
            {t('unifying.merge.separate')}
          </MenuItem>
          <Menu>
            <MenuTrigger disableButtonEnhancement>
              <MenuItem disabled={others.length === 0}>{t('unifying.merge.combine')}</MenuItem>
            </MenuTrigger>
            <MenuPopover>
              <MenuList>
                {others.map((other) => (
                  <MenuItem
                    key={other.index}
                    onClick={() => change((before) => combineFields(before, other.index, at))}
                  >
                    {t('unifying.merge.combineWith', { field: other.name })}
                  </MenuItem>
                ))}
              </MenuList>
            </MenuPopover>
          </Menu>
          <MenuItem
            disabled={uses.length > 0 || draft.fields.length === 1}
            onClick={() => change((before) => removeField(before, at))}
          >
            {t('unifying.map.removeField')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
  return (
    <div className={styles.part}>
      <Fold head={<Text weight="semibold">{name}</Text>} says={says} acts={acts}>
        <div className={styles.fields}>
          <NameField at={at} />
        </div>
        <Field {...(isRole.length > 0 && { hint: usesWords(isRole) })}>
          <Switch
            label={t('unifying.merge.keep')}
            checked={!exclude}
            disabled={isRole.length > 0}
            onChange={(_, { checked }) =>
              change((before) => changeField(before, at, { exclude: checked ? undefined : true }))
            }
          />
        </Field>
        {!exclude && !group && (
          <MergeChoiceField
            what={name}
            merge={merge}
            onChange={(next) => change((before) => changeField(before, at, { merge: next }))}
          />
        )}
        {group && <Text>{says}</Text>}
        <Mistakes path={`fields[${at}]`} />
      </Fold>
    </div>
  )
}

function wordsOf(merge: MergeChoice | undefined, t: TFunction): string {
  if (typeof merge !== 'object') return t('unifying.merge.choices.importance')
  if ('importance' in merge) return `${t('unifying.merge.choices.own')}: ${merge.importance.join(', ')}`
  return 'mostRecent' in merge
    ? `${t('unifying.merge.choices.mostRecent')}: ${merge.mostRecent}`
    : `${t('unifying.merge.choices.leastRecent')}: ${merge.leastRecent}`
}
