import { execFile } from 'node:child_process'
import { cp, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Certificate } from '../../src/db/tables/privacy.ts'
import { rejectRun } from '../../src/exports/run/approval.ts'
import { beginErasure } from '../../src/privacy/begin-erasure.ts'
import { carryOnErasure } from '../../src/privacy/carry-on-erasure.ts'
import { refreshFor } from '../../src/refresh/refresh-for.ts'
import { actor, ann, erasureLab, placesOf, signal, trace } from '../support/erasure-lab.ts'
import { sandboxAccount } from '../support/sandbox-account.ts'
import { aFolder, testApp } from '../support/test-app.ts'

const run = promisify(execFile)
const program = resolve(import.meta.dirname, '../support/erase-and-die.ts')
/** How many moments are tried, spread over the whole; all with POSTBUD_KILLS=1000. */
const wanted = Number(process.env.POSTBUD_KILLS ?? 2)
const patience = { timeout: 900_000 }

/** A place in which Ann is to be erased, as often as one likes: each time in a copy. */
async function killingLab(removeFromLists: boolean) {
  const { app, definitions, needs, waiting, sandbox, members, control } = await erasureLab()
  // Whoever waits for a person has the list, and an erasure that takes her off it waits for them.
  if (removeFromLists) await rejectRun(needs, waiting, { by: 'Ada', note: null })
  const lists = await app.db.selectFrom('lists').select(['list_id', 'name']).where('name', '<>', 'Second').execute()
  const origin = dirname(app.config.file)
  await writeFile(join(origin, 'definitions.json'), JSON.stringify(definitions))
  await app[Symbol.asyncDispose]()
  const addresses = removeFromLists ? [sandbox.apiUrl, sandbox.authUrl] : []
  control.autoApprove = true

  /** Kills at a moment, carries on in another process, and answers the certificate and what there was to kill at. */
  return async (nth: number, when: 'before' | 'after') => {
    const folder = await aFolder()
    await cp(origin, folder, { recursive: true })
    for (const { list_id } of lists) control.addToList('ann.erased@example.com', list_id)
    const { stdout } = await run(process.execPath, [program, folder, String(nth), when, ...addresses]).catch(
      (thrown) => {
        if (thrown.signal !== 'SIGKILL') throw thrown
        return { stdout: '' }
      },
    )
    await using survivor = await testApp({ folder, variables: { POSTBUD_ADOPTION_WAIT: '0.2' } })
    const openAccount = async () => await sandboxAccount(survivor, sandbox)
    const all = { ...needs, ...survivor, openAccount }
    const { id } = await beginErasure(all, definitions, actor, { who: { email: ann.email }, removeFromLists })
    const erasure = await carryOnErasure(all, definitions, id, signal)
    expect(erasure).toMatchObject({ state: 'whole', waits_for: null })
    await refreshFor(all, definitions, ['everybody'], signal)
    expect(await placesOf(survivor, trace)).toEqual([])
    for (const { list_id } of lists) {
      expect(members(list_id).includes('ann.erased@example.com')).toBe(!removeFromLists)
      // Nobody else went with her.
      expect(members(list_id)).toContain('person.0@example.com')
    }
    expect(await survivor.db.selectFrom('runs').select('id').where('finished_at', 'is', null).execute()).toHaveLength(
      removeFromLists ? 0 : 1,
    )
    // Killed after its end, it is the first one that tells what there was.
    const [first] = await survivor.db.selectFrom('erasures').selectAll().orderBy('asked_at').execute()
    return { acts: stdout.split('\n').slice(0, -1), certificate: first?.certificate as Certificate }
  }
}

/** Tries moments spread over those from one to another, and what came of each is what comes of it undisturbed. */
async function killAll(
  eraseKilledAt: Awaited<ReturnType<typeof killingLab>>,
  undisturbed: Certificate,
  [first, last]: readonly [number, number],
): Promise<void> {
  const every = Math.max(1, Math.floor((last - first + 1) / wanted))
  for (let nth = first; nth <= last; nth += every) {
    const whens = wanted > 100 ? (['before', 'after'] as const) : ([nth % 2 ? 'after' : 'before'] as const)
    for (const when of whens) {
      const { certificate } = await eraseKilledAt(nth, when)
      expect({ nth, erased: certificate.erased }).toEqual({ nth, erased: undisturbed.erased })
      expect(certificate.remains).toEqual(undisturbed.remains)
      expect(certificate.removedFrom).toEqual(undisturbed.removedFrom)
      expect(certificate.hashes.length).toBe(undisturbed.hashes.length)
    }
  }
}

test('an erasure that is killed anywhere and carried on comes to the same end', patience, async () => {
  const eraseKilledAt = await killingLab(false)
  const { acts, certificate } = await eraseKilledAt(0, 'after')
  expect(acts.length).toBeGreaterThan(20)
  expect(acts).not.toContain('request')
  await killAll(eraseKilledAt, certificate, [1, acts.length])
})

test('killed while it takes her off lists, it takes her off them all the same', patience, async () => {
  const eraseKilledAt = await killingLab(true)
  const { acts, certificate } = await eraseKilledAt(0, 'after')
  expect(certificate.removedFrom).toEqual(['Newsletter', 'Third'])
  // What comes before and after is as it is without.
  const removing = [acts.indexOf('request') + 1, acts.lastIndexOf('request') + 4] as const
  expect(acts.slice(...removing).filter((act) => act === 'file').length).toBeGreaterThan(10)
  await killAll(eraseKilledAt, certificate, removing)
})
