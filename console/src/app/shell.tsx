import {
  Button,
  DrawerBody,
  Image,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  OverlayDrawer,
  Persona,
  Text,
  tokens,
} from '@fluentui/react-components'
import { NavigationRegular, PersonRegular, SignOutRegular } from '@fluentui/react-icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate, useRouteContext, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeMe, signOut, useSessionChange } from '../features/session/me.ts'
import { openOverPage } from '../ui/focus-back.ts'
import { type Language, speak } from './languages.ts'
import { followServer } from './live.ts'
import { Navigation } from './navigation.tsx'
import { type ThemeName, themeNames, useThemeChoice } from './theme.tsx'

const narrow = '@media (max-width: 720px)'

const useStyles = makeStyles({
  frame: {
    minHeight: '100vh',
    display: 'grid',
    gridTemplateColumns: '220px minmax(0, 1fr)',
    gridTemplateRows: 'auto 1fr',
    backgroundColor: tokens.colorNeutralBackground2,
    [narrow]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  skip: {
    position: 'absolute',
    left: '-9999px',
    ':focus': { left: tokens.spacingHorizontalM, top: tokens.spacingVerticalM, zIndex: 10 },
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
  },
  top: {
    gridColumn: '1 / -1',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  grow: { flex: 1 },
  me: { maxWidth: '40vw', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  onlyNarrow: { display: 'none', [narrow]: { display: 'inline-flex' } },
  onlyWide: { [narrow]: { display: 'none' } },
  content: {
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalXXL} var(--room-for-said)`,
    minWidth: 0,
    outlineStyle: 'none',
    [narrow]: { padding: `${tokens.spacingHorizontalL} ${tokens.spacingHorizontalL} var(--room-for-said)` },
  },
})

/** What stands around every page of somebody who is signed in. */
export function Shell() {
  const styles = useStyles()
  const { t } = useTranslation()
  const [menu, setMenu] = useState(false)
  const queries = useQueryClient()
  useEffect(() => followServer(queries), [queries])
  const content = useContentFocus()
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {t('app.skip')}
      </a>
      <header className={styles.top}>
        <Button
          className={styles.onlyNarrow}
          appearance="subtle"
          icon={<NavigationRegular />}
          aria-label={t('app.menu')}
          aria-expanded={menu}
          onClick={() => setMenu(true)}
        />
        <Image src="/postbud.svg" alt="" width={28} height={28} />
        <Text weight="semibold" size={400}>
          {t('app.name')}
        </Text>
        <div className={styles.grow} />
        <PersonMenu />
      </header>
      <div className={styles.onlyWide}>
        <Navigation />
      </div>
      <OverlayDrawer
        open={menu}
        position="start"
        onOpenChange={(_, { open }) => setMenu(open)}
        aria-label={t('app.menu')}
      >
        <DrawerBody>
          <Navigation onGone={() => setMenu(false)} />
        </DrawerBody>
      </OverlayDrawer>
      <main ref={content} id="content" tabIndex={-1} className={styles.content}>
        <Outlet />
      </main>
    </div>
  )
}

/** On a page that opened and took away what had the focus, whoever uses the keyboard or has it read goes on at its beginning. */
function useContentFocus() {
  const content = useRef<HTMLElement>(null)
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname })
  const before = useRef(path)
  useEffect(() => {
    const came = before.current
    before.current = path
    // Whoever comes by an address begins at the top, with the way past the menu.
    if (came === undefined || came === path) return
    if (document.activeElement === document.body && !openOverPage()) content.current?.focus({ preventScroll: true })
  }, [path])
  return content
}

function PersonMenu() {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const { theme, choose } = useThemeChoice()
  const navigate = useNavigate()
  const leave = useSessionChange(signOut)
  const remember = useMutation({ mutationFn: changeMe })
  return (
    <Menu
      checkedValues={{ language: [i18n.language], theme: [theme] }}
      onCheckedValueChange={(_, { name, checkedItems: [chosen] }) => {
        if (name === 'theme' && chosen) choose(chosen as ThemeName)
        if (name === 'language' && chosen) {
          void speak(chosen as Language)
          remember.mutate({ language: chosen as Language })
        }
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" aria-label={me.name}>
          <Persona
            name={me.name}
            primaryText={{ className: styles.me }}
            secondaryText={t(`roles.${me.role}`)}
            size="small"
            textAlignment="center"
          />
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{t('nav.language')}</MenuGroupHeader>
            <MenuItemRadio name="language" value="en" lang="en">
              English
            </MenuItemRadio>
            <MenuItemRadio name="language" value="da" lang="da">
              Dansk
            </MenuItemRadio>
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{t('nav.theme')}</MenuGroupHeader>
            {themeNames.map((name) => (
              <MenuItemRadio key={name} name="theme" value={name}>
                {t(`nav.themes.${name}`)}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItem icon={<PersonRegular />} onClick={() => void navigate({ to: '/me' })}>
            {t('nav.mine')}
          </MenuItem>
          <MenuItem
            icon={<SignOutRegular />}
            onClick={() => leave.mutate(undefined, { onSuccess: () => void navigate({ to: '/sign-in' }) })}
          >
            {t('nav.signOut')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
