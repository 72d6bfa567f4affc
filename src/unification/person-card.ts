import { clusterColumn, customerId, type MergeChoice } from '../contract/unification.ts'
import type { Cell, EngineSession } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { layOutRows, type RowName } from './lay-out-rows.ts'
import type { UnificationPlan } from './plan-unification.ts'
import type { UnifiedFiles } from './unification-state.ts'

/** Where a person's value of a field comes from, and what else there was. */
export type CardField = {
  readonly field: string
  readonly value: Cell
  /** The row it is of; null where no row has a value. */
  readonly from: RowName | null
  /** How it was chosen: the field's own way, or that of its group. */
  readonly merge: MergeChoice
  /** Fields that were taken from the same table along with it. */
  readonly group: readonly string[]
  /** What other rows have instead. */
  readonly others: readonly (RowName & { readonly value: Cell })[]
}

export type CardRow = RowName & {
  /** Whether it stands for the person's rows of its table. */
  readonly winner: boolean
  readonly values: Readonly<Record<string, Cell>>
}

/** A cluster that somebody is in, such as a household, with everybody in it (so many at most). */
export type CardCluster = { readonly name: string; readonly id: string; readonly people: readonly string[] }

const shownOfCluster = 50

/** A person with every value's origin, and every row that is theirs. */
export type PersonCard = {
  readonly customerId: string
  readonly previousIds: readonly string[]
  readonly fields: readonly CardField[]
  readonly rows: readonly CardRow[]
  readonly clusters: readonly CardCluster[]
}

/** A person of the last unification by their id, or by one that they had before they were made one with another; undefined where there is none. */
export async function readCard(
  session: EngineSession,
  plan: UnificationPlan,
  files: UnifiedFiles,
  id: string,
): Promise<PersonCard | undefined> {
  const customer = await findCustomer(session, files, id)
  if (!customer) return undefined
  const own = String(customer[customerId])
  const links = await session.rows<{ rid: number; source: string; key: string; winner: boolean }>(
    `select rid, source, key, winner from ${readSnapshot([files.links])} where ${quoteName(customerId)} = $1 order by rid`,
    [own],
  )
  const [origins = {}] = await session.rows<Record<string, number | null>>(
    `select * from ${readSnapshot([files.origins])} where ${quoteName(customerId)} = $1`,
    [own],
  )
  await layOutRows(session, plan, { only: links })
  const cells = await session.rows<Record<string, Cell> & { t: number; key: string }>(
    'select * from cells order by rid',
  )
  const rowsOf = (name: string, key: string) =>
    cells.find((row) => plan.tables[row.t]?.table.name === name && row.key === key)
  const rows = links.map(({ source, key, winner }): CardRow => {
    const row = rowsOf(source, key)
    const values = plan.fields.flatMap(({ at, name }) => {
      const value = row?.[`f${at}`] ?? null
      return value === null ? [] : [[name, value] as const]
    })
    return { source, key, winner, values: Object.fromEntries(values) }
  })
  const fields = plan.fields
    .filter(({ kept }) => kept)
    .map(({ name, at, merge }): CardField => {
      const link = links.find(({ rid }) => rid === origins[`r${at}`])
      const group = plan.groups.find((each) => each.fields.some((field) => field.name === name))
      const value = customer[name] ?? null
      return {
        field: name,
        value,
        from: link ? { source: link.source, key: link.key } : null,
        merge: group?.merge ?? merge,
        group: group?.fields.map((field) => field.name).filter((other) => other !== name) ?? [],
        others: rows.flatMap(({ source, key, values }) => {
          const other = values[name]
          const isIt = link?.source === source && link.key === key
          return other === undefined || isIt ? [] : [{ source, key, value: other }]
        }),
      }
    })
  const previous = customer.PreviousCustomerId
  const previousIds = typeof previous === 'string' ? previous.split(';') : []
  return { customerId: own, previousIds, fields, rows, clusters: await clustersOf(session, plan, files, customer) }
}

/** As they were last found: a kind of cluster that was defined since has none yet. */
async function clustersOf(
  session: EngineSession,
  { clusters }: UnificationPlan,
  files: UnifiedFiles,
  customer: Record<string, Cell>,
): Promise<CardCluster[]> {
  const found: CardCluster[] = []
  for (const cluster of clusters) {
    const id = customer[clusterColumn(cluster)]
    if (typeof id !== 'string') continue
    const people = await session.rows<{ id: string }>(
      `select ${quoteName(customerId)} as id from ${readSnapshot([files.customers])} where ${quoteName(clusterColumn(cluster))} = $1
       order by 1 limit ${shownOfCluster}`,
      [id],
    )
    found.push({ name: cluster.name, id, people: people.map((person) => person.id) })
  }
  return found
}

async function findCustomer(session: EngineSession, files: UnifiedFiles, id: string) {
  const [found] = await session.rows<Record<string, Cell>>(
    `select * from ${readSnapshot([files.customers])} where ${quoteName(customerId)} = coalesce(
       (select max(id) from ${readSnapshot([files.successors])} where former = $1), $1)`,
    [id],
  )
  return found
}
