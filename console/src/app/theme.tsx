import { FluentProvider, teamsHighContrastTheme, webDarkTheme, webLightTheme } from '@fluentui/react-components'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useMedia } from './use-media.ts'

export const themeNames = ['system', 'light', 'dark', 'contrast'] as const
export type ThemeName = (typeof themeNames)[number]

const contrastTheme = {
  ...teamsHighContrastTheme,
  // The letters of the others, which are narrower where a system lacks those of this theme.
  fontFamilyBase: webLightTheme.fontFamilyBase,
  // What a progress bar has not reached yet, which is as black as the page otherwise.
  colorNeutralBackground6: '#4a4a4a',
  // What stands in an empty field is not what somebody wrote there.
  colorNeutralForeground4: '#b3b3b3',
  // What cannot be pressed is not the most colourful thing there is.
  colorNeutralForegroundDisabled: '#808080',
  colorNeutralStrokeDisabled: '#808080',
  colorNeutralBackgroundDisabled: '#333333',
}
const themes = { light: webLightTheme, dark: webDarkTheme, contrast: contrastTheme }
const stored = 'postbud.theme'

const Choice = createContext<{ readonly theme: ThemeName; readonly choose: (theme: ThemeName) => void }>({
  theme: 'system',
  choose: () => undefined,
})

export function useThemeChoice() {
  return useContext(Choice)
}

/** Draws everything below in the chosen theme; `system` follows the system as it changes. */
export function Themed({ children }: { readonly children: ReactNode }) {
  const [theme, setTheme] = useState<ThemeName>(remembered)
  const dark = useMedia('(prefers-color-scheme: dark)')
  const contrast = useMedia('(forced-colors: active)')
  const shown = theme === 'system' ? (contrast ? 'contrast' : dark ? 'dark' : 'light') : theme
  const ground = themes[shown].colorNeutralBackground1
  useEffect(() => {
    // What the browser draws by itself: bars that scroll, pickers of dates, and what is seen beyond the page's ends.
    document.documentElement.style.colorScheme = shown === 'light' ? 'light' : 'dark'
    document.documentElement.style.setProperty('--ground', ground)
    document.documentElement.dataset.theme = shown
  }, [shown, ground])
  const choice = useMemo(
    () => ({
      theme,
      choose: (next: ThemeName) => {
        localStorage.setItem(stored, next)
        setTheme(next)
      },
    }),
    [theme],
  )
  return (
    <Choice value={choice}>
      <FluentProvider theme={themes[shown]} style={{ minHeight: '100vh' }}>
        {children}
      </FluentProvider>
    </Choice>
  )
}

function remembered(): ThemeName {
  const name = localStorage.getItem(stored)
  return themeNames.find((each) => each === name) ?? 'system'
}
