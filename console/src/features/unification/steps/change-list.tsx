import { Badge, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../ui/section.tsx'
import type { StoredProfiles } from '../unification.ts'
import { isUnifiedProfiles } from '../unification.ts'
import { type Change, changesOf } from './changes.ts'
import { writeProfiles } from './profiles-text.ts'
import { stepNames } from './step-names.ts'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'
import { useChangeWords } from './use-change-words.ts'

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  change: {
    display: 'grid',
    gridTemplateColumns: '84px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'baseline',
    overflowWrap: 'anywhere',
    '@media (max-width: 480px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  act: { justifySelf: 'start', height: 'auto' },
  lines: { whiteSpace: 'pre-line' },
})

const looks = { added: 'success', removed: 'danger', changed: 'brand' } as const

/** What saving would change, step by step. `saved` is what is there now. */
export function ChangeList({ saved }: { readonly saved: StoredProfiles['definition'] }) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft } = useUnifying()
  const words = useChangeWords()
  const text = useMemo(() => isUnifiedProfiles(saved) && writeProfiles(saved), [saved])
  return (
    <Section title={t('unifying.changes.title')}>
      {isUnifiedProfiles(saved) ? (
        <Changes changes={changesOf(saved, draft, words)} isSame={text === writeProfiles(draft)} />
      ) : (
        <Text className={styles.text}>
          {t('unifying.changes.fromOne', {
            source: saved.from ?? '',
            tables: draft.tables.map(({ source }) => source).join(', '),
          })}
        </Text>
      )}
    </Section>
  )
}

function Changes({ changes, isSame }: { readonly changes: readonly Change[]; readonly isSame: boolean }) {
  const styles = useStepStyles()
  const own = useStyles()
  const { t } = useTranslation()
  if (changes.length === 0) return <Text>{t(isSame ? 'unifying.changes.none' : 'unifying.changes.onlyWritten')}</Text>
  return stepNames.map((step) => {
    const here = changes.filter((change) => change.step === step)
    if (here.length === 0) return null
    return (
      <div key={step} className={styles.list}>
        <Text as="h3" weight="semibold">
          {t(`unifying.steps.${step}`)}
        </Text>
        <ul className={own.list}>
          {here.map(({ act, what, before, after }) => (
            <li key={`${act} ${what}`} className={own.change}>
              <Badge className={own.act} appearance="tint" color={looks[act]}>
                {t(`unifying.changes.${act}`)}
              </Badge>
              <div>
                <Text>{what}</Text>
                {[
                  before !== undefined && (act === 'changed' ? t('unifying.changes.before', { what: before }) : before),
                  after !== undefined && (act === 'changed' ? t('unifying.changes.after', { what: after }) : after),
                ]
                  .filter((words) => words !== false)
                  .map((words) => (
                    <Text key={words} block size={200} className={mergeClasses(styles.quiet, own.lines)}>
                      {words}
                    </Text>
                  ))}
              </div>
            </li>
          ))}
        </ul>
      </div>
    )
  })
}
