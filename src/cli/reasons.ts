import { Command, Option } from 'commander'
import { type Language, languages } from '../contract/language.ts'
import type { Reason } from '../contract/reasons/reason.ts'
import { isReason, type ReasonGroup, reasonGroups, reasons } from '../contract/reasons.ts'
import { AppError } from '../lib/app-error.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import type { CliContext } from './context.ts'

type Options = { readonly language: Language; readonly json?: boolean }

class ReasonNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(code: string) {
    super(`There is no reason "${code}".${didYouMean(code, Object.keys(reasons))} All of them: postbud reasons`)
  }
}

/** `postbud reasons [CODE]`: what the reasons of receipts and runs mean, and what to do about them. */
export function reasonsCommand({ terminal }: CliContext): Command {
  return new Command('reasons')
    .description('tell what the reasons of receipts and runs mean, and what to do')
    .argument('[code]', 'one reason only')
    .addOption(new Option('--language <language>', 'the language of the sentences').choices(languages).default('en'))
    .option('--json', 'print JSON')
    .action((code: string | undefined, { language, json }: Options) => {
      if (code !== undefined && !isReason(code)) throw new ReasonNotFoundError(code)
      const rows = listReasons(language).filter((row) => code === undefined || row.code === code)
      if (json) return terminal.json({ language, reasons: rows })
      for (const [about, group] of Map.groupBy(rows, (row) => row.about)) {
        if (code === undefined) terminal.print(terminal.style('bold', titles[about][language]))
        for (const row of group) {
          terminal.print(`  ${row.code}`)
          terminal.print(`    ${row.what}`)
          terminal.print(`    ${row.todo}`)
        }
      }
    })
}

type Row = { readonly code: string; readonly about: ReasonGroup; readonly what: string; readonly todo: string }

const titles = {
  people: {
    en: 'People held back, rejected or unconfirmed',
    da: 'Personer, der er holdt tilbage, afvist eller uvisse',
  },
  leavers: { en: 'People who leave a list', da: 'Personer, der forlader en liste' },
  guards: { en: 'Guards that make a run wait', da: 'Grænser, der får en kørsel til at vente' },
  runs: { en: 'Runs that wait or end early', da: 'Kørsler, der venter eller slutter før tid' },
  refreshes: { en: 'Refreshes of sources and segments', da: 'Opdateringer af kilder og segmenter' },
  constantContact: {
    en: 'What keeps a run from Constant Contact',
    da: 'Det, der holder en kørsel fra Constant Contact',
  },
  alerts: { en: 'What else somebody is alerted of', da: 'Andet, som nogen bliver advaret om' },
} as const satisfies Record<ReasonGroup, Record<Language, string>>

function listReasons(language: Language): Row[] {
  return (Object.keys(reasonGroups) as ReasonGroup[]).flatMap((about) =>
    Object.entries<Reason>(reasonGroups[about]).map(([code, words]) => ({ code, about, ...words[language] })),
  )
}
