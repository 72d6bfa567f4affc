import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../sandbox/start-sandbox.ts'
import { UNKNOWNS, type Unknowns } from '../../sandbox/unknowns.ts'
import { readReceipts } from '../../src/exports/receipts/read-receipts.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import type { RunRow } from '../../src/exports/run/run-store.ts'
import { aShop, type ShopPerson, writePeople } from '../support/a-shop.ts'
import { sandboxAccount } from '../support/sandbox-account.ts'
import { testApp } from '../support/test-app.ts'

/** Switches that say how the account is signed in to or how a page is read; other tests turn them. */
const elsewhere: ReadonlySet<string> = new Set<keyof Unknowns>([
  'missingScopeBody',
  'missingState',
  'secretInBody',
  'reuseRevokesGrant',
  'rotationGraceSeconds',
  'malformedListId',
  'gatewayBodyBytes',
  'sizeLimitBytes',
  'queueFullKey',
  'jsonFileName',
])

/** Every other value of every switch: nobody knows which is true of Constant Contact, so all of them must be survived. */
const readings = Object.entries(UNKNOWNS)
  .filter(([name]) => !elsewhere.has(name))
  .flatMap(([name, { default: usual, choices }]) => {
    const others =
      typeof usual === 'boolean'
        ? [!usual]
        : choices.startsWith('a ')
          ? [name === 'errorLineCap' ? 0 : 5]
          : choices.split(', ').filter((choice) => choice !== usual)
    return others.map((value) => ({ name, value }))
  })

const people: readonly ShopPerson[] = [
  { id: '1', email: 'ann@example.com', first: 'Ann', last: 'Lee' },
  { id: '2', email: ' Bo@Example.com ', first: 'Bo' },
  { id: '3', email: 'cy@example.com', first: 'Cy', last: 'Ødegård, "Jr"' },
  { id: '4', email: 'refused@example.com', first: 'Named' },
  { id: '5', email: 'counted@example.com', first: 'Only', last: 'Counted' },
  { id: '6', email: 'left@example.com', first: 'Left' },
  { id: '7', email: 'gone@example.com', last: 'Gone' },
  { id: '8', email: `${'x'.repeat(45)}@example.com`, last: 'Long' },
  { id: '9', email: 'long.name@example.com', first: 'N'.repeat(80), last: 'Two\nlines' },
  { id: '10', email: 'known@example.com', first: 'Known' },
]

test.each(readings)(
  'whatever is true of $name ($value), the account holds what the receipts say',
  async ({ name, value }) => {
    const sandbox = await startSandbox({ instant: true })
    onTestFinished(() => sandbox.close())
    const { control } = sandbox
    control.setLimits('none')
    control.setUnknowns({ [name]: value })
    control.refuseEmail({ email: 'refused@example.com' })
    control.refuseEmail({ email: 'counted@example.com', named: false })
    for (const email of ['left@example.com', 'gone@example.com', 'known@example.com']) {
      control.addContact({ email, values: { first_name: 'Before', last_name: 'Kept' } })
    }
    control.unsubscribe('left@example.com')
    control.deleteContact('gone@example.com')
    const app = await testApp()
    await writePeople(app, people)
    const run = () =>
      runExport({ ...app, openAccount: () => sandboxAccount(app, sandbox) }, aShop(), {
        exportName: 'news',
        trigger: 'CLI',
        startedBy: 'test',
        signal: new AbortController().signal,
        tell: () => undefined,
      })
    const outcomes = async (ended: RunRow) =>
      new Map((await readReceipts(app, ended, {}, 100)).map((each) => [each.profile_key, each.outcome]))
    const onList = () => new Map(Array.from(control.members(), ({ email, values }) => [email.toLowerCase(), values]))

    const first = await run()
    expect(['Successful', 'Completed with warnings']).toContain(first.status)
    const told = await outcomes(first)
    expect([...told.keys()].sort()).toEqual(people.map(({ id }) => id).sort())
    expect(Object.fromEntries(told)).toMatchObject({
      4: 'rejected',
      6: 'held_back',
      7: 'held_back',
      8: 'rejected',
    })
    // Whom Constant Contact only counted is never told as delivered; the others may be unconfirmed, not lost.
    expect(['rejected', 'unconfirmed']).toContain(told.get('5'))
    for (const id of ['1', '2', '3', '9', '10']) expect(['delivered', 'unconfirmed']).toContain(told.get(id))

    await run()
    const listed = onList()
    expect([...listed.keys()].sort()).toEqual(
      ['ann', 'bo', 'cy', 'known', 'long.name'].map((who) => `${who}@example.com`).sort(),
    )
    expect(listed.get('cy@example.com')).toMatchObject({ first_name: 'Cy', last_name: 'Ødegård, "Jr"' })
    expect(listed.get('long.name@example.com')).toMatchObject({ first_name: 'N'.repeat(50), last_name: 'Two lines' })
    expect(listed.get('known@example.com')).toMatchObject({ first_name: 'Known', last_name: 'Kept' })
    expect(control.contact('gone@example.com')).toMatchObject({ deleted: true })
    expect(control.contact('left@example.com')).toMatchObject({ permission: 'unsubscribed' })

    const names = control.imports().map(({ fileName }) => fileName)
    expect(new Set(names).size).toBe(names.length)
    const imports = names.length
    const last = await run()
    expect(['Successful', 'Completed with warnings']).toContain(last.status)
    const unsure = [...(await outcomes(last)).values()].includes('unconfirmed')
    if (!unsure) expect(control.imports()).toHaveLength(imports)
  },
)
