import type { EngineSession } from '../engine/engine.ts'
import { quoteText } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { PlannedField, UnificationPlan } from './plan-unification.ts'
import { nameTheRest, settleClaims } from './settle-ids.ts'

type Options = { readonly signal?: AbortSignal }

/** The files of the last good profiles from which ids are kept. */
export type PreviousIds = { readonly links: string; readonly customers: string; readonly successors: string }

/**
 * Gives every person an id: fills `identity` (`label, id, previous`) and `successor` (`former, id`).
 *
 * A person keeps the id that most of their rows had; an id stays with the person who has most of the rows that had it; where both
 * hold for none, with the pair of the most rows, and of the first row on a tie. So of merged people one keeps the id, and the rest
 * stand in `previous`; of divided ones one keeps it, the others get new ones, with it in `previous` (feature map, N13). A new
 * id is made of the person's first row, so that running again gives the same one; one that was ever used here is not given again.
 *
 * Where the definition makes ids of fields, `valued` has to be filled, and those are used as `useOwnIds` says.
 *
 * `successor` says who is meant by an id that nobody has any more: whoever has most of the rows that had it.
 */
export async function keepIds(
  session: EngineSession,
  { tables, customerId }: UnificationPlan,
  previous: PreviousIds | undefined,
  options: Options = {},
): Promise<void> {
  await session.run(
    `create or replace temp table claim as
     select l.label, w.id, count(*) as n, min(c.rid) as first from (${previousLinks(previous)}) w
     join (select t, source from (values ${tables.map(({ at, table }) => `(${at}, ${quoteText(table.name)})`).join(', ')}) v(t, source)) s using (source)
     join cells c on c.t = s.t and c.key = w.key join label l on l.rid = c.rid join person p on p.label = l.label
     group by all`,
    [],
    options,
  )
  await settleClaims(session, 'identity', options)
  await nameNewPeople(session, tables, previous, options)
  if (customerId.length > 0) await useOwnIds(session, customerId, options)
  await rememberFormer(session, previous, options)
  await session.run('drop table claim; drop table known_id')
}

function previousLinks(previous: PreviousIds | undefined): string {
  return previous
    ? `select source, key, "CustomerId" as id from ${readSnapshot([previous.links])} where "CustomerId" is not null`
    : 'select null::varchar as source, null::varchar as key, null::varchar as id where false'
}

function previousPeople(previous: PreviousIds | undefined): string {
  return previous
    ? `select "CustomerId" as id, "PreviousCustomerId" as previous from ${readSnapshot([previous.customers])}`
    : 'select null::varchar as id, null::varchar as previous where false'
}

async function nameNewPeople(
  session: EngineSession,
  tables: UnificationPlan['tables'],
  previous: PreviousIds | undefined,
  options: Options,
): Promise<void> {
  await session.run(
    `create or replace temp table known_id as
     select id from (select id from (${previousPeople(previous)}) union select unnest(string_split(previous, ';')) from (${previousPeople(previous)}))
     where id is not null and id <> ''`,
    [],
    options,
  )
  const names = tables.map(({ at, table }) => `when ${at} then ${quoteText(table.name)}`).join(' ')
  await session.run(
    `create or replace temp table nameless as
     select p.label, case c.t ${names} end || chr(31) || c.key as first_row
     from person p join cells c on c.rid = p.label where p.label not in (select label from identity)`,
    [],
    options,
  )
  await nameTheRest(session, 'identity', options)
}

/** Longer ones fit no address of a page. */
const longestId = 100

/**
 * Takes the values of the person's own fields (`valued`) for their id, parted by |, where they have all of them. Of several with the same
 * the one keeps it who had it, or else the first; and nobody gets one that somebody else had, so that what was told of that one is
 * never told of another. Everybody else keeps Postbud's own. A semicolon would part two ids (feature map, N13).
 */
async function useOwnIds(session: EngineSession, fields: readonly PlannedField[], options: Options): Promise<void> {
  const parts = fields.map(({ at }) => `trim(f${at}::varchar)`)
  await session.run(
    `create or replace temp table wish as
     select label, concat_ws('|', ${parts.join(', ')}) as id from valued
     where ${parts.map((part) => `coalesce(${part}, '') <> ''`).join(' and ')}`,
    [],
    options,
  )
  await session.run(
    `create or replace temp table granted as
     select label, id from (
       select w.label, w.id, row_number() over (partition by w.id order by c.n desc nulls last, c.first, w.label) as place
       from wish w left join claim c on c.label = w.label and c.id = w.id
       where length(w.id) <= ${longestId} and not contains(w.id, ';')
         and (c.id is not null or w.id not in (select id from known_id))
         and not exists (select 1 from identity i where i.id = w.id and i.label <> w.label)
     ) where place = 1`,
    [],
    options,
  )
  await session.run('update identity i set id = g.id from granted g where g.label = i.label')
  await session.run('drop table wish; drop table granted')
}

async function rememberFormer(session: EngineSession, previous: PreviousIds | undefined, options: Options) {
  await session.run(
    `create or replace temp table former as
     select i.label, unnest(list_concat([c.id], string_split(coalesce(w.previous, ''), ';'))) as id
     from identity i join claim c using (label) left join (${previousPeople(previous)}) w on w.id = c.id`,
    [],
    options,
  )
  await session.run(
    `create or replace temp table identity as
     select i.label, i.id, f.previous from identity i left join (
       select f.label, string_agg(distinct f.id, ';' order by f.id) as previous
       from former f join identity own on own.label = f.label where f.id <> '' and f.id <> own.id group by f.label) f using (label)`,
    [],
    options,
  )
  const earlier = previous
    ? `select former, id from ${readSnapshot([previous.successors])}`
    : 'select null::varchar as former, null::varchar as id where false'
  await session.run(
    `create or replace temp table successor as
     with gone as (
       select c.id as former, arg_min(i.id, struct_pack(n := -c.n, first := c.first)) as id
       from claim c join identity i using (label) where c.id not in (select id from identity) group by c.id
     )
     select former, id from gone
     union all
     select e.former, coalesce(g.id, e.id) from (${earlier}) e left join gone g on g.former = e.id
     where e.former not in (select former from gone) and e.former not in (select id from identity)
       and coalesce(g.id, e.id) in (select id from identity)`,
    [],
    options,
  )
  await session.run('drop table former')
}
