import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openApp } from '../src/app.ts'
import { readConfig } from '../src/config/environment.ts'
import { openConstantContact } from '../src/connections/open-constant-contact.ts'
import { loadDefinitions } from '../src/definitions/load-definitions.ts'
import { quoteText } from '../src/engine/quote-name.ts'
import { planInput } from '../src/exports/plan/export-input.ts'
import { judgePeople } from '../src/exports/plan/judge-people.ts'
import { packBatches } from '../src/exports/plan/pack-batches.ts'
import { requireConnection } from '../src/exports/plan/require-connection.ts'
import { runExport } from '../src/exports/run/run-export.ts'
import { refreshFor, refreshSources } from '../src/refresh/refresh-for.ts'
import { readAgreement } from './agreement.ts'

// One measured thing in a process of its own, so that its peak of memory is its own. Prints one JSON line.
const [what = '', exportName = ''] = process.argv.slice(2)
const signal = new AbortController().signal
await using app = await openApp({ ...readConfig(process.env), variables: process.env })
const definitions = await loadDefinitions(app.db)

const started = performance.now()
const scenarios: Readonly<Record<string, () => Promise<object>>> = {
  bare: bareEngine,
  refresh,
  run,
  agree: () => readAgreement(app, exportName),
}
const scenario = scenarios[what]
if (!scenario) throw new Error(`there is no scenario ${what}`)
const facts = await scenario()
const seconds = (performance.now() - started) / 1000
console.log(JSON.stringify({ seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024, ...facts }))

async function refresh() {
  await refreshSources(app, definitions, signal)
  return {}
}

async function run() {
  const before = await requestsSpent()
  const stages: Record<string, number> = {}
  const row = await runExport(
    { ...app, openAccount: (name) => openConstantContact(app, definitions, name) },
    definitions,
    {
      exportName,
      trigger: 'CLI',
      startedBy: 'bench',
      signal,
      tell: (event) => {
        if (event.type === 'stage') stages[event.stage] = Math.round(performance.now() - started)
      },
    },
  )
  return {
    status: row.status,
    message: row.message,
    figures: row.figures,
    stages,
    requests: (await requestsSpent()) - before,
  }
}

async function requestsSpent(): Promise<number> {
  const rows = await app.db.selectFrom('request_budgets').select('used').execute()
  return rows.reduce((sum, { used }) => sum + used, 0)
}

/**
 * What a careful engineer's script would do: the same plan query from the same stored tables, copied to one file by the
 * engine, and that file posted in pieces, with nothing recorded.
 */
async function bareEngine() {
  const definition = definitions.exports[exportName]
  if (!definition) throw new Error(`there is no export ${exportName}`)
  const refreshed = await refreshFor(app, definitions, definition.segments, signal)
  const input = planInput({ definitions, exportName, definition, now: new Date(), ...refreshed })
  await using session = await app.engine.session()
  const from = performance.now()
  await judgePeople(session, input)
  const batches = await packBatches(session, input)
  const path = join(app.directory.scratch, 'bare.csv')
  await session.run(
    `copy (select line from sends order by batch) to ${quoteText(path)} (format csv, header false, quote '', delimiter '\x01', escape '')`,
  )
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  await using client = await openConstantContact(app, definitions, requireConnection(exportName, definition))
  const list = await client.findList(definition.list)
  let at = 0
  for (const { number, people, header } of batches) {
    const bytes = Buffer.from(`${header.join(',')}\n${lines.slice(at, at + people).join('\n')}\n`)
    await client.importCsv([list.id], `bare_${number}.csv`, bytes)
    at += people
  }
  return { engineSeconds: (performance.now() - from) / 1000, people: at }
}
