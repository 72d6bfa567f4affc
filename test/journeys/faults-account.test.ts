import { expect, test, vi } from 'vitest'
import { connectAccount } from '../../src/connections/connect-account.ts'
import { openConstantContact } from '../../src/connections/open-constant-contact.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { visit } from '../support/connection-lab.ts'
import { outcomesOf, removalsOf } from '../support/delivery-lab.ts'
import { type FaultLab, faultLab, personOf } from '../support/fault-lab.ts'
import { freePort } from '../support/free-port.ts'

vi.setConfig({ testTimeout: 120_000 })

const imports = { method: 'POST', path: 'contacts_file_import' } as const

test.each([1, 2, 4])(
  'a list deleted when import %i of 4 comes stops the export, and is never made again',
  async (nth) => {
    const lab = await faultLab()
    await lab.day()
    lab.control.whenRequest({ ...imports, nth }, () => lab.control.deleteList())
    const stopped = await lab.run(lab.peopleOf(1))
    expect(stopped).toMatchObject({ status: 'Failed (permanent)', reason: 'list_deleted' })
    expect(stopped.message).toMatch(/"Newsletter".*was deleted.*Choose another list/)
    expect(outcomesOf(stopped)).toMatchObject({ unconfirmed: { job_failed: expect.any(Number) } })
    expect(removalsOf(stopped)).toEqual({ not_sent: { list_deleted: 4 } })

    lab.spent()
    expect(await lab.run()).toMatchObject({ status: 'Failed (permanent)', reason: 'list_deleted' })
    expect(Object.keys(lab.spent()).filter((route) => route.startsWith('POST /v3'))).toEqual([])
    expect(lab.control.accounts()[0]?.lists).toHaveLength(1)

    const second = lab.control.addList({ name: 'Second' })
    const { news } = lab.definitions().exports
    if (!news) throw new Error('the shop has no export')
    lab.define({ ...lab.definitions(), exports: { news: { ...news, list: 'Second' } } })
    expect(await lab.run()).toMatchObject({ status: 'Successful' })
    expect(lab.members(second)).toEqual(
      lab
        .peopleOf(1)
        .flatMap(({ email }) => (email === personOf(6, 1).email ? [] : email))
        .sort(),
    )
  },
)

test('a custom field renamed when an import comes, the first, a middle or the last, loses nobody a value', async () => {
  const fields = { first_name: 'FirstName', 'cf:loyalty_tier': 'LastName' }
  const lab = await faultLab({ change: { fields } })
  await lab.day()
  for (const nth of [1, 2, 4]) {
    lab.control.whenRequest({ ...imports, nth }, () => lab.control.renameCustomField('loyalty_tier', 'Tier'))
    const [stopped, ...then] = await lab.day({
      again: true,
      mend: async () => {
        const refused = await lab.run()
        expect(refused).toMatchObject({ status: 'Failed (permanent)', reason: 'custom_field_missing' })
        lab.control.renameCustomField('Tier', 'loyalty_tier')
      },
    })
    expect(stopped).toMatchObject({ status: 'Failed (permanent)', reason: 'custom_field_missing' })
    expect(stopped.message).toMatch(/no custom field named "cf:loyalty_tier".*Known: cf:Tier.*Make it/)
    expect(outcomesOf(stopped).unconfirmed).toEqual({ custom_field_missing: expect.any(Number) })
    expect(then).toHaveLength(1)
  }
  await lab.quiet()
})

const losses = [
  {
    what: 'a token that is refused, the renewed one too',
    arm: ({ control }: FaultLab, nth: number) => control.fault({ ...imports, nth, times: 2, action: 'unauthorized' }),
    says: /refuses even a renewed access token/,
  },
  {
    what: 'access taken back by the account',
    arm: ({ control }: FaultLab, nth: number) =>
      void control.whenRequest({ ...imports, nth }, () => control.revokeGrants()),
    says: /no longer accepts its refresh token: it was revoked/,
  },
]

test.each(losses)(
  '$what, in the midst of a run, is told with what to do, and the run goes on once connected again',
  async ({ arm, says }) => {
    const lab = await faultLab()
    await connect(lab)
    await lab.day()
    for (const nth of [1, 2, 4]) {
      arm(lab, nth)
      const [stopped, ...then] = await lab.day({
        mend: async () => {
          lab.spent()
          expect(await lab.run()).toMatchObject({ status: 'Failure (will retry)', reason: 'reconnect_needed' })
          expect(Object.keys(lab.spent()).filter((route) => route.includes('/v3/'))).toEqual([])
          await connect(lab)
        },
      })
      expect(stopped).toMatchObject({ status: 'Failure (will retry)', reason: 'reconnect_needed' })
      expect(stopped.message).toMatch(says)
      expect(stopped.message).toMatch(/Run: postbud connect marketing/)
      expect(then).toHaveLength(1)
    }
    await lab.quiet()
  },
)

/** Connects the lab's connection as a person does, and lets its runs use the tokens that this gave. */
async function connect(lab: FaultLab): Promise<void> {
  const { control, apiUrl, authUrl } = lab.sandbox
  control.autoApprove = true
  const redirectUrl = new URL(`http://localhost:${await freePort()}/callback`)
  // The app was opened before there was this sandbox, so that it is not among the hosts that its own fetch reaches.
  const needs = { ...lab.app, fetch, config: { ...lab.app.config, constantContact: { apiUrl, authUrl }, redirectUrl } }
  const definition = lab.definitions().connections.marketing
  if (!definition) throw new Error('the shop has no connection')
  const wait = (ms: number, signal?: AbortSignal) => (ms > 60_000 ? systemClock : lab.clock).wait(ms, signal)
  await connectAccount(
    { ...needs, clock: { now: lab.clock.now, wait } },
    {
      name: 'marketing',
      definition,
      actor: { id: null, name: 'ada', via: 'CLI' },
      otherAccount: 'refuse',
      show: visit,
      signal: new AbortController().signal,
    },
  )
  Object.assign(lab.needs, {
    openAccount: (name: string) => openConstantContact(needs, lab.definitions(), name),
  })
}
