import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { Link, useLocation, useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Role } from '../features/session/me.ts'
import { places } from './places.ts'

const useStyles = makeStyles({
  nav: { padding: tokens.spacingHorizontalM, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
  },
  group: { padding: `0 ${tokens.spacingHorizontalM}`, color: tokens.colorNeutralForeground3 },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover, color: tokens.colorNeutralForeground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  // In high contrast what is selected is light, with dark words.
  here: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    color: tokens.colorNeutralForeground1Selected,
    fontWeight: tokens.fontWeightSemibold,
  },
})

/** The way to every screen. `onGone` is told when somebody goes. */
export function Navigation({ onGone }: { readonly onGone?: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const address = useLocation({ select: ({ pathname }) => pathname })
  return (
    <nav className={styles.nav} aria-label={t('app.menu')}>
      {places.map(({ group, places: within }) => {
        const open = within.filter((place) => mayGo(place, me.role))
        if (open.length === 0) return null
        return (
          <div key={group ?? ''}>
            {group && (
              <Text className={styles.group} size={200} weight="semibold">
                {t(group)}
              </Text>
            )}
            <ul className={styles.list}>
              {open.map((place) => {
                const { to, icon: Icon, words } = place
                const isHere = isAt(address, to) || ('also' in place && isAt(address, place.also))
                return (
                  <li key={to}>
                    <Link
                      to={to}
                      className={mergeClasses(styles.link, isHere && styles.here)}
                      {...(isHere && { 'aria-current': 'page' as const })}
                      {...(onGone && { onClick: onGone })}
                    >
                      <Icon aria-hidden />
                      {t(words)}
                    </Link>
                  </li>
                )
              })}
            </ul>
          </div>
        )
      })}
    </nav>
  )
}

/** Whether an address is this one, or one below it; Home is below nothing. */
function isAt(address: string, at: string): boolean {
  return address === at || (at !== '/' && address.startsWith(`${at}/`))
}

/** Administrators may go everywhere; a place that asks for a role is closed to the others. */
function mayGo(place: { readonly to: string; readonly role?: Role }, role: Role): boolean {
  return place.role === undefined || place.role === role || role === 'administrator'
}
