import { consoleWays } from './console-ways.ts'
import { danishManners, known, ours } from './in-danish.ts'
import { type Translate, translation } from './sentences.ts'

/** A sentence of Postbud's as the console tells it in each language: where the terminal has a command, by the console's own way. */
export const inConsole: Readonly<Record<'en' | 'da', Translate>> = {
  en: translation(
    { ...Object.fromEntries(Object.keys(ours).map((template) => [template, template])), ...waysIn('en') },
    { value: (text) => text, joints: {} },
  ),
  da: translation({ ...known, ...waysIn('da') }, danishManners),
}

function waysIn(language: 'en' | 'da'): Record<string, string> {
  return Object.fromEntries(Object.entries(consoleWays).map(([template, way]) => [template, way[language]]))
}
