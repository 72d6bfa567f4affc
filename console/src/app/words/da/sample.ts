import type { Words } from '../en.ts'

export const sample: Words['sample'] = {
  try: 'Prøv med eksempeldata',
  what: 'Postbud opfinder en kaffebutik med 5.000 kunder og deres køb, tre segmenter og to eksporter og kører dem, så du ser to lister blive fyldt på under to minutter.',
  where:
    'Der leveres til Postbuds egen Constant Contact på denne maskine. Ingen af personerne findes, og intet forlader maskinen. Vil du af med det igen, så start med en ny datamappe.',
  consent: 'Alle forbindelser kræver dette samtykke, også forbindelsen til eksempelkontoen:',
  agree: 'Jeg accepterer',
  begin: 'Lav eksemplet',
  making: 'Laver eksemplet …',
  page: 'Se listerne i eksempelkontoen',
}
