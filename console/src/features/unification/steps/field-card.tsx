import { Button, Field, Input, Select, Text } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { fieldTypes, isShippedType, type UnifiedField } from '../../../../../src/contract/unification.ts'
import { Fold } from '../../../ui/fold.tsx'
import { changeField, columnsOf, removeField, usesOfField } from './draft.ts'
import { Mistakes } from './mistakes.tsx'
import { NameField } from './name-field.tsx'
import { OriginField } from './origin-field.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'
import { useUseWords } from './use-words.ts'

/** What the choice stands at for a meaning of somebody's own. */
const ownType = 'own'

/** One field: what it is called, what it means, and which column of each table holds it. */
export function FieldCard({ at }: { readonly at: number }) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const usesWords = useUseWords()
  const { draft, change } = useUnifying()
  const field = draft.fields[at]
  if (!field) return null
  const { name, type = 'text', from, exclude } = field
  const setType = (meaning: string, mark?: string) =>
    change((before) => changeField(before, at, { type: meaning as NonNullable<UnifiedField['type']> }), mark)
  const ownOf = (word: string) => `${t('unifying.map.own')}.${word.replace(/[^\p{L}\d_-]+/gu, '_')}`
  const uses = usesOfField(draft, name)
  const columns = draft.tables.flatMap(({ source }) =>
    from[source] === undefined ? [] : [`${source}.${columnsOf(from[source]).join('+')}`],
  )
  return (
    <div className={styles.part}>
      <Fold
        head={
          <>
            <Text weight="semibold">{name}</Text>{' '}
            <Text className={styles.quiet}>{isShippedType(type) ? t(`unifying.types.${type}`) : type}</Text>
          </>
        }
        says={
          <>
            {columns.length > 0 ? columns.join(', ') : t('unifying.map.nowhere')}
            {exclude && ` (${t('unifying.map.excluded')})`}
          </>
        }
      >
        <div className={styles.fields}>
          <NameField at={at} />
          <Field
            label={t('unifying.map.type')}
            {...(type === 'profile-image' && { hint: t('unifying.map.imageHint') })}
          >
            <Select
              value={isShippedType(type) ? type : ownType}
              onChange={(_, { value }) => setType(value === ownType ? ownOf(name) : value)}
            >
              {fieldTypes.map((each) => (
                <option key={each} value={each}>
                  {t(`unifying.types.${each}`)}
                </option>
              ))}
              <option value={ownType}>{t('unifying.map.ownType')}</option>
            </Select>
          </Field>
          {!isShippedType(type) && (
            <Field label={t('unifying.map.ownTypeName')} hint={t('unifying.map.ownTypeHint')}>
              <Input value={type} onChange={(_, { value }) => setType(value, `type ${at}`)} />
            </Field>
          )}
        </div>
        <div className={styles.fields}>
          {draft.tables.map(({ source }) => (
            <OriginField key={source} at={at} source={source} />
          ))}
        </div>
        <Mistakes path={`fields[${at}]`} />
        <div className={styles.center}>
          <Button
            icon={<DeleteRegular />}
            disabledFocusable={uses.length > 0 || draft.fields.length === 1}
            onClick={() => change((before) => removeField(before, at))}
          >
            {t('unifying.map.removeField')}
          </Button>
          {uses.length > 0 && (
            <Text size={200} className={styles.quiet}>
              {usesWords(uses)}
            </Text>
          )}
        </div>
      </Fold>
    </div>
  )
}
