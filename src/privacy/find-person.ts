import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import type { Engine, EngineSession } from '../engine/engine.ts'
import { foldSql } from '../engine/fold.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { fold } from '../lib/fold.ts'
import { profileTableOf, unifiedFilesOf } from '../refresh/profile-table.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }

/** Somebody by e-mail as they know it themselves, or by the key of their profile. */
export type PersonAsked = { readonly email: string } | { readonly key: string }

/** All addresses (folded) and profile keys that are one person's, as far as the data tell. */
export type PersonIdentity = { readonly emails: readonly string[]; readonly keys: readonly string[] }

/**
 * Who is meant: every profile with the address, every address of these profiles, and those under which they were delivered
 * before, unless another profile has that address by now. Where no profile has the address, the profile that was
 * delivered under it is meant. Somebody of whom nothing is known is who they were said to be.
 */
export async function findPerson(needs: Needs, definitions: Definitions, asked: PersonAsked): Promise<PersonIdentity> {
  const { db, engine, directory } = needs
  await using session = await engine.session()
  await session.run('create temp table profile (key varchar, email varchar)')
  const table = await profileTableOf({ db, directory }, definitions)
  if (table?.columns.some(({ name }) => name === definitions.profiles.email)) {
    const email = foldSql(`${quoteName(definitions.profiles.email)}::varchar`)
    await session.run(
      `insert into profile select ${quoteName(table.key)}::varchar, nullif(${email}, '') from ${readSnapshot(table.files)}`,
    )
  }
  const unified = await unifiedFilesOf({ db, directory }, definitions)
  if (unified) {
    await session.run(
      `insert into profile select "CustomerId", email from ${readSnapshot([unified.links])} where "CustomerId" is not null and email is not null`,
    )
  }
  await session.run('create temp table delivered (key varchar, email varchar)')
  for (const { file } of await db.selectFrom('claims').select('file').execute()) {
    await session.run(
      `insert into delivered select distinct profile_key, email from ${readSnapshot([directory.absolute(file)])}`,
    )
  }
  if (unified) {
    // What was delivered under an id that somebody had before they were made one with another.
    await session.run(
      `update delivered set key = s.id from ${readSnapshot([unified.successors])} s where s.former = delivered.key`,
    )
  }
  if ('key' in asked) return await ofKeys(session, [asked.key], [])
  const email = fold(asked.email)
  const held = await valuesIn(session, 'select distinct key as value from profile where email = $1', [email])
  const keys =
    held.length > 0
      ? held
      : await valuesIn(session, 'select distinct key as value from delivered where email = $1', [email])
  return await ofKeys(session, keys, [email])
}

async function ofKeys(
  session: EngineSession,
  known: readonly string[],
  given: readonly string[],
): Promise<PersonIdentity> {
  const current = await valuesIn(
    session,
    'select distinct email as value from profile where list_contains($1::varchar[], key)',
    [known],
  )
  const keys = await valuesIn(
    session,
    'select distinct key as value from profile where list_contains($1::varchar[], email)',
    [[...current, ...given]],
  )
  const all = [...new Set([...known, ...keys])]
  const former = await valuesIn(
    session,
    `select distinct email as value from delivered where list_contains($1::varchar[], key)
       and email not in (select email from profile where email is not null and not list_contains($1::varchar[], key))`,
    [all],
  )
  return { emails: [...new Set([...given, ...current, ...former])].sort(), keys: all.sort() }
}

async function valuesIn(session: EngineSession, text: string, params: readonly (string | readonly string[])[]) {
  const rows = await session.rows<{ value: string | null }>(text, params)
  return rows.flatMap(({ value }) => value ?? [])
}
