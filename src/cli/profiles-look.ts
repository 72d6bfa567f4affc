import { Command } from 'commander'
import { loadResolved } from '../definitions/resolve-definitions.ts'
import { explainRows, lookAtPerson } from '../refresh/look-at-unification.ts'
import type { JudgedCondition, PairExplanation } from '../unification/explain-pair.ts'
import type { RowName } from '../unification/lay-out-rows.ts'
import type { CliContext } from './context.ts'

type JsonOption = { readonly json?: boolean }

/** `postbud profiles person ID`: where each value of a person comes from. */
export function personOfProfilesCommand(context: CliContext): Command {
  return new Command('person')
    .description('a person: where each value comes from, and every row that is theirs')
    .argument('<id>', 'a CustomerId, also one that was merged into another')
    .option('--json', 'print JSON')
    .action(async (id: string, { json = false }: JsonOption) => {
      const { terminal } = context
      await context.withApp(async (app) => {
        const card = await lookAtPerson(app, await loadResolved(app), id)
        if (json) return terminal.json(card)
        const before = card.previousIds.length > 0 ? `, before: ${card.previousIds.join(', ')}` : ''
        terminal.print(`${card.customerId}${before}`)
        terminal.table(
          card.fields.map(({ field, value, from, others }) => [
            field,
            shown(value),
            from ? nameOf(from) : '-',
            others.map((other) => `${shown(other.value)} (${nameOf(other)})`).join(', '),
          ]),
          { head: ['FIELD', 'VALUE', 'FROM', 'NOT TAKEN'] },
        )
        terminal.table(
          card.rows.map((row) => [nameOf(row), row.winner ? 'winner' : 'alternate']),
          { head: ['ROW', ''] },
        )
      })
    })
}

/** `postbud profiles why SOURCE KEY SOURCE KEY`: why two rows are one person, or why not. */
export function whyProfilesCommand(context: CliContext): Command {
  return new Command('why')
    .description('why two rows are one person, or why not')
    .argument('<source>')
    .argument('<key>')
    .argument('<other-source>')
    .argument('<other-key>')
    .option('--json', 'print JSON')
    .action(
      async (source: string, key: string, otherSource: string, otherKey: string, { json = false }: JsonOption) => {
        const { terminal } = context
        await context.withApp(async (app) => {
          const rows = [
            { source, key },
            { source: otherSource, key: otherKey },
          ] as const
          const found = await explainRows(app, await loadResolved(app), rows)
          if (json) return terminal.json(found)
          for (const line of sentencesOf(found)) terminal.print(line)
        })
      },
    )
}

function sentencesOf({ rows: [a, b], samePerson, people, steps, rules, listed }: PairExplanation): string[] {
  const both = `${nameOf(a)} and ${nameOf(b)}`
  const who = people.map((id) => id ?? 'nobody’s profile')
  return [
    samePerson ? `${both} are one person: ${who[0]}.` : `${both} are not one person: ${who.join(' and ')}.`,
    ...(listed ? [`A list says ${listed} of them.`] : []),
    ...steps.map(
      ({ from, to, by, rule, score }) =>
        `  ${nameOf(from)} with ${nameOf(to)}: ${by === 'always' ? 'a list says always' : `rule "${rule}"`}${score === null ? '' : `, ${percent(score)} alike`}`,
    ),
    ...rules.flatMap(({ rule, where, blockedBy, holds }) => [
      `Rule "${rule}" ${holds ? 'holds' : 'does not hold'}:`,
      ...where.map(conditionLine),
      ...blockedBy.map((each) => `${conditionLine(each)}; this exception blocks it`),
    ]),
  ]
}

function conditionLine({ field, compared: [x, y], score, needed, holds }: JudgedCondition): string {
  const alike = score === null ? 'a value is missing' : `${percent(score)} alike, ${percent(needed)} needed`
  return `  ${holds ? '+' : '-'} ${field}: ${shown(x)} / ${shown(y)}: ${alike}`
}

function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`
}

function nameOf({ source, key }: RowName): string {
  return `${source} ${key}`
}

function shown(value: unknown): string {
  return value === null || value === undefined ? '-' : String(value)
}
