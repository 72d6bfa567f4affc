import { readSnapshot } from '../engine/write-snapshot.ts'
import { readErasureKey } from '../erased/erasure-key.ts'
import { personHash } from '../erased/person-hash.ts'
import { layOutGone } from '../erased/person-rows.ts'
import { turnGeneration } from './erasure-store.ts'
import { type KnownOnList, valuesOf } from './erasure-subject.ts'
import { save, type Work } from './erasure-work.ts'
import { findLinks } from './find-links.ts'
import { byEmail, byKey } from './holding.ts'

/** What has to be known before anything of it is taken out: what hangs on their rows, and the lists they are on. */
export async function findEverythingFirst(work: Work): Promise<void> {
  const { needs, definitions, id, subject } = work
  if (!subject.links) {
    const links = await findLinks(needs, definitions, subject)
    await layOutGone(work.session, valuesOf({ ...subject, links }))
    const onLists = await findOnLists(work)
    await save(work, { ...subject, links, onLists })
  }
  const key = await readErasureKey(needs.directory)
  const links = (work.subject.links ?? []).map(({ kind, value }) => ({
    erasure_id: id,
    kind,
    hash: personHash(key, kind, value),
  }))
  if (links.length === 0) return
  await needs.db.transaction().execute(async (tx) => {
    for (let at = 0; at < links.length; at += 1_000) {
      await tx
        .insertInto('erased_hashes')
        .values(links.slice(at, at + 1_000))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    await turnGeneration(tx)
  })
}

/** The lists on which they are as far as we know, for the session's `gone`. */
async function findOnLists({ needs, session }: Work): Promise<KnownOnList[]> {
  const { db, directory } = needs
  const found: KnownOnList[] = []
  for (const list of await db.selectFrom('lists').selectAll().orderBy('name').execute()) {
    const place = { accountId: list.account_id, listId: list.list_id, name: list.name }
    const claims = await db
      .selectFrom('claims')
      .select(['export_name', 'file'])
      .where('account_id', '=', list.account_id)
      .where('list_id', '=', list.list_id)
      .orderBy('export_name')
      .execute()
    const holds = async (file: string, condition: string) => {
      const rows = readSnapshot([directory.absolute(file)])
      return (await session.rows(`select 1 as found from ${rows} where ${condition} limit 1`)).length > 0
    }
    const exports = []
    for (const { export_name, file } of claims) {
      if (await holds(file, `(${byEmail} or ${byKey})`)) exports.push(export_name)
    }
    found.push(...exports.map((exportName) => ({ ...place, exportName })))
    if (exports.length === 0 && list.others_file && (await holds(list.others_file, byEmail))) {
      found.push({ ...place, exportName: null })
    }
  }
  return found
}
