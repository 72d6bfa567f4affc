import type { EngineSession } from '../engine/engine.ts'

type Options = { readonly signal?: AbortSignal }

/**
 * Settles who keeps which id: fills the new table `into` (`label, id`) from `claim` (`label, id, n, first`), which tells how many rows of
 * each label had the id, and the first of them. An id stays with whom most of its rows are of, and each keeps the one that most of theirs
 * had; where both hold for none, the pair of the most rows comes first, and of the first row on a tie. What is left over has none.
 */
export async function settleClaims(session: EngineSession, into: string, options: Options = {}): Promise<void> {
  await session.run(`create or replace temp table ${into} (label integer, id varchar)`)
  await session.run('create or replace temp table open_claim as select * from claim')
  for (;;) {
    await session.run(
      `create or replace temp table mutual as
       select label, id from (
         select *, row_number() over (partition by label order by n desc, first) as of_label,
           row_number() over (partition by id order by n desc, first) as of_id from open_claim)
       where of_label = 1 and of_id = 1`,
      [],
      options,
    )
    const [taken] = await session.rows<{ n: number }>('select count(*) as n from mutual')
    if (!taken || taken.n === 0) break
    await session.run(`insert into ${into} select * from mutual`)
    await session.run(
      `create or replace temp table open_claim as select * from open_claim
       where label not in (select label from mutual) and id not in (select id from mutual)`,
      [],
      options,
    )
  }
  await session.run('drop table open_claim; drop table mutual')
}

/**
 * Gives an id to everybody in `nameless` (`label, first_row`) and adds them to `into`: made of their first row, so that doing it again
 * gives the same one, and none that is in `known_id` (`id`).
 */
export async function nameTheRest(session: EngineSession, into: string, options: Options = {}): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    await session.run(
      `create or replace temp table named as
       select label, md5(first_row || chr(31) || '${attempt}')::uuid::varchar as id from nameless`,
      [],
      options,
    )
    await session.run(`insert into ${into} select label, id from named where id not in (select id from known_id)`)
    await session.run(`delete from nameless where label in (select label from ${into})`)
    const [left] = await session.rows<{ n: number }>('select count(*) as n from nameless')
    if (!left || left.n === 0) break
  }
  await session.run('drop table nameless; drop table named')
}
