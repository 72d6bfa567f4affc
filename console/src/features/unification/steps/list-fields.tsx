import { Button, Link, Text } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../ui/section.tsx'
import { AddMenu } from './add-menu.tsx'
import { changed } from './draft.ts'
import { Mistakes } from './mistakes.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'

const template = `data:text/csv;charset=utf-8,${encodeURIComponent('Table1,Table1Key,Table2,Table2Key\r\n')}`

/** Sources of pairs of rows that are one person, or are not, whatever rules say. */
export function ListFields() {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft, change, sources } = useUnifying()
  return (
    <Section title={t('unifying.match.lists')}>
      <Text className={styles.text}>
        {t('unifying.match.listsText')}{' '}
        <Link inline href={template} download="match.csv">
          {t('unifying.match.template')}
        </Link>
      </Text>
      {(['always', 'never'] as const).map((list) => {
        const names = draft[list] ?? []
        const set = (next: readonly string[]) =>
          change((before) => changed(before, { [list]: next.length > 0 ? next : undefined }))
        const free = sources.filter(({ name }) => !names.includes(name))
        return (
          <div key={list} className={styles.list}>
            <Text as="h3" weight="semibold">
              {t(`unifying.match.${list}`)}
            </Text>
            {names.length === 0 && <Text className={styles.quiet}>{t('unifying.match.noList')}</Text>}
            {names.map((name) => (
              <div key={name} className={styles.center}>
                <Text>{name}</Text>
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<DismissRegular />}
                  aria-label={t('unifying.match.takeList', { name })}
                  onClick={() => set(names.filter((each) => each !== name))}
                />
              </div>
            ))}
            <AddMenu
              words={t('unifying.match.addList')}
              choices={free.map(({ name }) => ({ key: name, words: name }))}
              onAdd={(name) => set([...names, name])}
            />
            <Mistakes path={list} />
          </div>
        )
      })}
    </Section>
  )
}
