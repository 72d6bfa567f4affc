import { makeStyles, Title2, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { filledRows } from './filled-rows.ts'

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '1200px' },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  // A long name of a thing breaks rather than reach beyond a narrow screen.
  title: { overflowWrap: 'anywhere', minWidth: 0 },
  acts: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    '@media (max-width: 480px)': { flexGrow: 1, ...filledRows },
  },
})

/** A page with its title and what can be done on it. */
export function Page({
  title,
  acts,
  children,
}: {
  readonly title: string
  readonly acts?: ReactNode
  readonly children: ReactNode
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <div className={styles.page}>
      <title>{`${title} · ${t('app.name')}`}</title>
      <div className={styles.head}>
        <Title2 as="h1" className={styles.title}>
          {title}
        </Title2>
        <div className={styles.acts}>{acts}</div>
      </div>
      {children}
    </div>
  )
}
