import type { EngineSession } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { letterMaskSql } from './letter-mask.ts'
import { normalizer, type WordList } from './normalize.ts'
import type { PlannedComparison, PlannedList, UnificationPlan } from './plan-unification.ts'
import { findComponents } from './unite.ts'
import { addressWords } from './words/address-words.ts'
import { nameVariants, titles } from './words/name-variants.ts'
import { organizationWords } from './words/organization-words.ts'

type Options = {
  readonly signal?: AbortSignal
  /** Only these rows. */
  readonly only?: readonly RowName[]
}

/** A row of a source, as people name it. */
export type RowName = { readonly source: string; readonly key: string }

/**
 * Lays out the rows of all tables: the session's table `cells` (`rid, t, key, filled, f0 …`) with the values of every field, and
 * `norm` (`rid, n0 …`) with what they are compared as; null where there is nothing to compare. Of what is compared by likeness it has the
 * letters, too (`m0 …`, see `letterMaskSql`), unless only some rows are laid out. `rid` counts rows in the order of tables, then of keys
 * (of numbers 9 comes before 10), so that the least of several is always the same row whatever order the files are in.
 */
export async function layOutRows(session: EngineSession, plan: UnificationPlan, options: Options = {}): Promise<void> {
  await layOutCells(session, plan, options)
  for (const comparison of plan.comparisons.filter(needsTable)) await layOutValues(session, comparison, options)
  const columns = plan.comparisons.map((comparison) =>
    needsTable(comparison)
      ? `v${comparison.at}.norm as n${comparison.at}`
      : `${inlineSql(comparison, `c.f${comparison.field.at}`)} as n${comparison.at}`,
  )
  const byLikeness = options.only ? [] : comparedByLikeness(plan)
  const masked = byLikeness
    .filter((each) => !needsTable(each))
    .map(({ at }) => `, ${letterMaskSql(`n${at}`)} as m${at}`)
  const looked = byLikeness.filter(needsTable).map(({ at }) => `v${at}.mask as m${at}`)
  const joins = plan.comparisons.filter(needsTable).map((comparison) => {
    const { at, field } = comparison
    const mask = byLikeness.includes(comparison) ? `, ${letterMaskSql('norm')} as mask` : ''
    return `left join (select value, norm ${mask} from value_${at}) v${at} on v${at}.value = c.f${field.at}`
  })
  await session.run(
    `create or replace temp table norm as select * ${masked.join('')} from (
       select ${['c.rid', 'c.t', ...columns, ...looked].join(', ')} from cells c ${joins.join(' ')})`,
    [],
    options,
  )
  for (const { at } of plan.comparisons.filter(needsTable)) await session.run(`drop table value_${at}`)
}

async function layOutCells(session: EngineSession, { tables, fields }: UnificationPlan, options: Options) {
  const types = fields.map(({ at, column }) => `, f${at} ${column.engineType}`).join('')
  const count = fields.length < 256 ? 'utinyint' : 'usmallint'
  await session.run(
    `create or replace temp table cells (rid integer, t utinyint, key varchar, filled ${count} ${types})`,
  )
  for (const { at, table } of tables) {
    const keys = options.only?.filter(({ source }) => source === table.name).map(({ key }) => key)
    const cells = fields.map(
      ({ at: field, sql, column }) => `${sql.get(table.name) ?? `null::${column.engineType}`} as f${field}`,
    )
    const filled = fields.map(({ at: field }) => `(f${field} is not null)::${count}`).join(' + ')
    await session.run(
      `insert into cells
       select row_number() over (order by own) - 1 + (select count(*) from cells), ${at}, key, ${filled}, * exclude (own, key)
       from (select ${quoteName(table.key)} as own, ${quoteName(table.key)}::varchar as key, ${cells.join(', ')} from ${readSnapshot(table.files)}
         ${keys ? `where list_contains($1::varchar[], ${quoteName(table.key)}::varchar)` : ''})`,
      keys ? [keys] : [],
      options,
    )
  }
}

/** What any rule compares by likeness: of that many letters are known before texts are compared. */
function comparedByLikeness({ comparisons, tables, clusters }: UnificationPlan): PlannedComparison[] {
  const rules = [
    ...tables.flatMap(({ own, against }) => [...own, ...against.flatMap((each) => each.rules)]),
    ...clusters,
  ]
  const asked = new Set(
    rules.flatMap(({ where }) => where.filter(({ percent }) => percent < 100).map(({ comparison }) => comparison)),
  )
  return comparisons.filter((each) => asked.has(each))
}

/** Words and lists are looked up once for each different value. */
function needsTable({ normalize, alias, bypass }: PlannedComparison): boolean {
  return alias !== undefined || bypass !== undefined || normalizer(normalize).words !== undefined
}

function inlineSql({ normalize, field }: PlannedComparison, cell: string): string {
  if (field.column.engineType !== 'VARCHAR') return `${cell}::varchar`
  const { before, after } = normalizer(normalize)
  return `nullif(${after(before(cell))}, '')`
}

async function layOutValues(session: EngineSession, comparison: PlannedComparison, options: Options): Promise<void> {
  const { at, field, normalize, alias, bypass } = comparison
  const { before, after, words } = normalizer(normalize)
  const value = field.column.engineType === 'VARCHAR' ? 'value' : 'value::varchar'
  await session.run(
    `create or replace temp table made as
     select value, ${before(value)} as norm from (select distinct f${field.at} as value from cells where f${field.at} is not null)`,
    [],
    options,
  )
  if (words) await replaceWords(session, words, options)
  await session.run(
    `create or replace temp table value_${at} as select value, nullif(${after('norm')}, '') as norm from made`,
    [],
    options,
  )
  await session.run('drop table made')
  if (alias) {
    await layOutList(session, 'pairs' in alias ? alias.pairs : alias, 2)
    await listReady(session, comparison)
    await followAliases(session, options)
    await session.run(`update value_${at} v set norm = m.means from meant m where m.a = v.norm; drop table meant`)
  }
  if (bypass) {
    await layOutList(session, 'values' in bypass ? bypass.values.map((value) => [value]) : bypass, 1)
    await listReady(session, comparison)
    await session.run(`update value_${at} set norm = null where norm in (select a from listed)`)
  }
}

/**
 * Fills `meant` (`a, means`) with what each value of a list of aliases means in the end: what it means may mean another in turn. Of several that a
 * value means the first counts; values that mean each other in a circle mean the first of those.
 */
async function followAliases(session: EngineSession, options: Options): Promise<void> {
  await session.run(
    `create or replace temp table link as
     select a, min(b) as b from listed where a is not null and b is not null and a <> b group by a`,
  )
  await findComponents(session, options)
  await session.run(
    `create or replace temp table meant as
     select c.node as a, coalesce(e.node, c.label) as means from component c
     left join (select node, label from component anti join link on a = node) e using (label);
     drop table link; drop table component`,
  )
}

/** Values of lists are made ready as values of rows are. */
async function listReady(session: EngineSession, { normalize, field }: PlannedComparison): Promise<void> {
  const { before, after, words } = normalizer(normalize)
  const { engineType } = field.column
  const ready =
    engineType === 'VARCHAR' ? `nullif(${after('made.norm')}, '')` : `try_cast(made.norm as ${engineType})::varchar`
  for (const column of ['a', 'b']) {
    await session.run(
      `create or replace temp table made as select distinct ${column} as value, ${before(column)} as norm from listed where ${column} is not null`,
    )
    if (words) await replaceWords(session, words, {})
    await session.run(`update listed set ${column} = ${ready} from made where made.value = listed.${column}`)
  }
}

async function layOutList(session: EngineSession, list: PlannedList | readonly (readonly string[])[], columns: number) {
  await session.run('create or replace temp table listed (a varchar, b varchar)')
  if ('table' in list) {
    const cells = list.columns.map((column) => `${quoteName(column)}::varchar`)
    await session.run(
      `insert into listed select ${cells[0]}, ${columns > 1 ? cells[1] : 'null'} from ${readSnapshot(list.table.files)}`,
    )
    return
  }
  await session.run('insert into listed select unnest($1::varchar[]), unnest($2::varchar[])', [
    list.map(([first = '']) => first),
    list.map(([, second = '']) => second),
  ])
}

/**
 * Replaces the words of `made.norm` by what they mean: names by the name they are short for, with titles left out and in one order,
 * so that Jensen, Dr. Debby and Deborah Jensen are one; words of addresses by their short forms; words of organisations that say nothing by nothing.
 * Somebody who has nothing but such words keeps them.
 */
async function replaceWords(session: EngineSession, list: WordList, options: Options): Promise<void> {
  const { words, means } = wordsOf(list)
  await session.run(
    'create or replace temp table meaning as select unnest($1::varchar[]) as word, unnest($2::varchar[]) as means',
    [words, means],
  )
  await session.run(
    `create or replace temp table made as
     with spoken as (
       select value, norm, unnest(string_split(norm, ' ')) as word, generate_subscripts(string_split(norm, ' '), 1) as place from made
     )
     select value, coalesce(nullif(string_agg(coalesce(m.means, s.word), ' ' order by ${list === 'name' ? 'coalesce(m.means, s.word)' : 'place'}) filter (coalesce(m.means, s.word) <> ''), ''), any_value(norm)) as norm
     from spoken s left join meaning m using (word) group by value`,
    [],
    options,
  )
}

function wordsOf(list: WordList): { words: string[]; means: string[] } {
  switch (list) {
    case 'name': {
      const variants = [...nameVariants].filter(([word]) => !titles.includes(word))
      return {
        words: [...variants.map(([word]) => word), ...titles],
        means: [...variants.map(([, name]) => name), ...titles.map(() => '')],
      }
    }
    case 'address':
      return { words: [...addressWords.keys()], means: [...addressWords.values()] }
    case 'organization':
      return { words: [...organizationWords], means: organizationWords.map(() => '') }
    default:
      return list satisfies never
  }
}
