import { execFile } from 'node:child_process'
import { cp, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Certificate } from '../../src/db/tables/privacy.ts'
import { beginErasure } from '../../src/privacy/begin-erasure.ts'
import { carryOnErasure } from '../../src/privacy/carry-on-erasure.ts'
import { refreshFor } from '../../src/refresh/refresh-for.ts'
import { actor, ann, erasureLab, placesOf, signal, trace } from '../support/erasure-lab.ts'
import { aFolder, testApp } from '../support/test-app.ts'

const run = promisify(execFile)
const program = resolve(import.meta.dirname, '../support/erase-and-die.ts')
/** How many moments are tried, spread over the whole; all with POSTBUD_KILLS=1000. */
const wanted = Number(process.env.POSTBUD_KILLS ?? 5)

test('an erasure that is killed anywhere and carried on comes to the same end', { timeout: 900_000 }, async () => {
  const { app, definitions, needs } = await erasureLab()
  const origin = dirname(app.config.file)
  await writeFile(join(origin, 'definitions.json'), JSON.stringify(definitions))
  await app[Symbol.asyncDispose]()

  /** Kills at a moment, carries on in another process, and answers the certificate and how many acts there were to kill at. */
  const eraseKilledAt = async (nth: number, when: 'before' | 'after') => {
    const folder = await aFolder()
    await cp(origin, folder, { recursive: true })
    const { stdout } = await run(process.execPath, [program, folder, String(nth), when]).catch((thrown) => {
      if (thrown.signal !== 'SIGKILL') throw thrown
      return { stdout: '' }
    })
    await using survivor = await testApp({ folder })
    const all = { ...needs, ...survivor }
    const asked = { who: { email: ann.email }, removeFromLists: false }
    const { id } = await beginErasure(all, definitions, actor, asked)
    const erasure = await carryOnErasure(all, definitions, id, signal)
    expect(erasure).toMatchObject({ state: 'whole', waits_for: null })
    await refreshFor(all, definitions, ['everybody'], signal)
    expect(await placesOf(survivor, trace)).toEqual([])
    // Killed after its end, it is the first one that tells what there was.
    const [first] = await survivor.db.selectFrom('erasures').selectAll().orderBy('asked_at').execute()
    return { acts: Number(stdout), certificate: first?.certificate as Certificate }
  }

  const undisturbed = await eraseKilledAt(0, 'after')
  expect(undisturbed.acts).toBeGreaterThan(20)
  const every = Math.max(1, Math.floor(undisturbed.acts / wanted))
  for (let nth = 1; nth <= undisturbed.acts; nth += every) {
    for (const when of wanted > 100
      ? (['before', 'after'] as const)
      : [nth % 2 ? ('after' as const) : ('before' as const)]) {
      const { certificate } = await eraseKilledAt(nth, when)
      expect({ nth, erased: certificate.erased }).toEqual({ nth, erased: undisturbed.certificate.erased })
      expect(certificate.remains).toEqual(undisturbed.certificate.remains)
      expect(certificate.hashes.length).toBe(undisturbed.certificate.hashes.length)
    }
  }
})
