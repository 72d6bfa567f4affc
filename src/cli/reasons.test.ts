import { expect, test } from 'vitest'
import { commandLine } from '../../test/support/command-line.ts'
import { reasons } from '../contract/reasons.ts'

const postbud = commandLine({ env: {} })

test('reasons lists the whole catalogue, in the language asked for', async () => {
  const { code, out } = await postbud('reasons', '--json', '--language', 'da')
  expect(code).toBe(0)
  const { language, reasons: rows } = JSON.parse(out)
  expect(language).toBe('da')
  expect(rows).toHaveLength(Object.keys(reasons).length)
  expect(rows[0]).toEqual({
    code: 'email_missing',
    about: 'people',
    what: 'Profilen har ingen mailadresse.',
    todo: 'Udfyld den i datakilden.',
  })
  expect((await postbud('reasons')).out).toContain('Guards that make a run wait\n  guard_removals\n')
})

test('reasons tells one, and says which was meant when there is none of the name', async () => {
  expect((await postbud('reasons', 'paused')).out).toBe(
    '  paused\n    All delivery is paused.\n    Go on with: postbud resume.\n',
  )
  const unknown = await postbud('reasons', 'pausd')
  expect(unknown).toMatchObject({ code: 2, out: '' })
  expect(unknown.err).toContain('There is no reason "pausd". Did you mean "paused"?')
  expect(await postbud('reasons', '--language', 'sv')).toMatchObject({ code: 2 })
})
