import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { HomeRegular, SendRegular } from '@fluentui/react-icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

const narrow = '@media (max-width: 720px)'

const useStyles = makeStyles({
  nav: {
    padding: tokens.spacingHorizontalM,
    [narrow]: { padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`, overflowX: 'auto' },
  },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    [narrow]: { flexDirection: 'row' },
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    whiteSpace: 'nowrap',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  here: { backgroundColor: tokens.colorNeutralBackground1Selected, fontWeight: tokens.fontWeightSemibold },
})

const places = [
  { to: '/', icon: HomeRegular, words: 'nav.home' },
  { to: '/exports', icon: SendRegular, words: 'nav.exports' },
] as const

/** The way to every screen. */
export function Navigation() {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <nav className={styles.nav} aria-label={t('app.menu')}>
      <ul className={styles.list}>
        {places.map(({ to, icon: Icon, words }) => (
          <li key={to}>
            <Link
              to={to}
              className={styles.link}
              activeProps={{ className: mergeClasses(styles.link, styles.here), 'aria-current': 'page' }}
              activeOptions={{ exact: to === '/' }}
            >
              <Icon aria-hidden />
              {t(words)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
