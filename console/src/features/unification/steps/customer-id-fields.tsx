import { Button, Text } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../ui/section.tsx'
import { AddMenu } from './add-menu.tsx'
import { changed } from './draft.ts'
import { Mistakes } from './mistakes.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'

/** So many fields an id is made of at most (feature map, N13). */
const mostFields = 5

/** What a customer's id is: Postbud's own, or the values of fields. */
export function CustomerIdFields() {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft, change } = useUnifying()
  const names = draft.customerId ?? []
  const set = (next: readonly string[]) =>
    change((before) => changed(before, { customerId: next.length > 0 ? next : undefined }))
  const free = draft.fields.filter(
    ({ name, type, exclude }) => !names.includes(name) && exclude !== true && type !== 'email' && type !== 'phone',
  )
  return (
    <Section title={t('unifying.merge.id')}>
      <Text className={styles.text}>{t('unifying.merge.idText')}</Text>
      <Text>
        {names.length > 0 ? t('unifying.merge.idFields', { fields: names.join(', ') }) : t('unifying.merge.idOwn')}
      </Text>
      <div className={styles.center}>
        {names.map((field) => (
          <Button
            key={field}
            size="small"
            icon={<DismissRegular />}
            onClick={() => set(names.filter((each) => each !== field))}
          >
            {t('unifying.merge.takeIdField', { field })}
          </Button>
        ))}
        {names.length < mostFields && (
          <AddMenu
            words={t('unifying.merge.addIdField')}
            choices={free.map(({ name }) => ({ key: name, words: name }))}
            onAdd={(field) => set([...names, field])}
          />
        )}
      </div>
      <Mistakes path="customerId" />
    </Section>
  )
}
