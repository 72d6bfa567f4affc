import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import { loadDefinitions } from '../../src/definitions/load-definitions.ts'
import { quoteText } from '../../src/engine/quote-name.ts'
import { refreshSources } from '../../src/refresh/refresh-for.ts'
import { readTables, refreshProfiles } from '../../src/refresh/refresh-profiles.ts'
import { unificationState, unifiedFiles, unifiedFolder } from '../../src/unification/unification-state.ts'

// One measured thing in a process of its own, so that its peak of memory is its own. Prints one JSON line.
const [what = ''] = process.argv.slice(2)
const signal = new AbortController().signal
await using app = await openApp({ ...readConfig(process.env), variables: process.env })
const definitions = await loadDefinitions(app.db)
const sources = Object.keys(definitions.sources)
const scenarios: Readonly<Record<string, () => Promise<object>>> = {
  sources: readSources,
  unify: () => unify({ force: true }),
  'unify-what-changed': () => unify({ force: false }),
  join: bareJoin,
  judge,
}
const scenario = scenarios[what]
if (!scenario) throw new Error(`there is no scenario ${what}`)
const facts = await scenario()
console.log(JSON.stringify({ peakMegabytes: process.resourceUsage().maxRSS / 1024, ...facts }))

async function readSources() {
  await refreshSources(app, definitions, signal)
  return {}
}

async function unify({ force }: { readonly force: boolean }) {
  const started = performance.now()
  const began: [stage: string, at: number][] = []
  const onStage = (stage: string) => void began.push([stage, performance.now()])
  const refreshed = await refreshProfiles(app, definitions, { signal, force, onStage })
  const ended = performance.now()
  const { people, rules } = refreshed?.snapshot.figures ?? { people: 0, rules: [] }
  const stages = began.map(([stage, at], index) => [stage, ((began[index + 1]?.[1] ?? ended) - at) / 1000] as const)
  return {
    seconds: (ended - started) / 1000,
    people,
    stages,
    /** How long duplicates were looked for in tables and between them. */
    matching: stages.reduce((sum, [stage, seconds]) => sum + (/^within | with /.test(stage) ? seconds : 0), 0),
    leftOut: rules.filter(({ leftOut }) => leftOut).length,
  }
}

/** The measure: the same two tables joined on one column by the bare engine, and the pairs written. */
async function bareJoin() {
  const [one, other] = [...(await readTables(app, sources)).values()]
  if (!one || !other) throw new Error('there are no two tables')
  const read = (files: readonly string[]) => `read_parquet([${files.map(quoteText).join(', ')}])`
  await using session = await app.engine.session()
  const started = performance.now()
  const rows = await session.rows(
    `select count(*) as pairs, max(hash(a.id, b.id)) from ${read(one.files)} a join ${read(other.files)} b using (email)`,
  )
  return { seconds: (performance.now() - started) / 1000, pairs: Number(rows[0]?.pairs) }
}

/**
 * How many pairs of rows were rightly made one person, of those that were and of those that are: `truth`, which unification never
 * sees, says whose each row is.
 */
async function judge() {
  const snapshot = (await unificationState(app.db))?.snapshot
  if (!snapshot) throw new Error('nothing is unified')
  const files = unifiedFiles(unifiedFolder(app.directory, snapshot.version))
  const tables = sources.map(
    (source) => `select UnifiedCustomerId as id, truth from read_parquet(${quoteText(files.table(source))})`,
  )
  await using session = await app.engine.session()
  const rows = await session.rows(
    `
      with rows as (${tables.join(' union all ')}),
      pairs as (select sum(n * (n - 1) / 2)::double as n from (select count(*) as n from rows group by id)),
      right_pairs as (select sum(n * (n - 1) / 2)::double as n from (select count(*) as n from rows group by id, truth)),
      true_pairs as (select sum(n * (n - 1) / 2)::double as n from (select count(*) as n from rows group by truth))
      select right_pairs.n / pairs.n as precision, right_pairs.n / true_pairs.n as recall, true_pairs.n as pairs,
        (select count(*) from rows) as rows, (select count(distinct truth) from rows) as people
      from pairs, right_pairs, true_pairs`,
  )
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]))
}
