import { Card, Image, makeStyles, Select, Text, Title1, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Language, speak } from '../app/languages.ts'

const useStyles = makeStyles({
  page: {
    minHeight: '100vh',
    display: 'grid',
    placeItems: 'center',
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground2,
    boxSizing: 'border-box',
  },
  card: { width: '100%', maxWidth: '420px', padding: tokens.spacingHorizontalXXL, gap: tokens.spacingVerticalL },
  brand: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  language: { display: 'flex', justifyContent: 'flex-end' },
})

/** The pages before somebody is signed in: one card, and the language. */
export function FrontPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  return (
    <main className={styles.page}>
      <title>{`${title} · ${t('app.name')}`}</title>
      <Card className={styles.card} appearance="filled">
        <div className={styles.brand}>
          <Image src="/postbud.svg" alt="" width={32} height={32} />
          <Text weight="semibold">{t('app.name')}</Text>
        </div>
        <Title1 as="h1">{title}</Title1>
        {children}
        <div className={styles.language}>
          <Select
            aria-label={t('nav.language')}
            value={i18n.language}
            onChange={(_, { value }) => void speak(value as Language)}
            size="small"
          >
            <option value="en" lang="en">
              English
            </option>
            <option value="da" lang="da">
              Dansk
            </option>
          </Select>
        </div>
      </Card>
    </main>
  )
}
