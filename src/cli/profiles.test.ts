import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { aFolder, placeIn, settleIn } from '../../test/support/test-app.ts'
import { files, unified } from '../../test/support/three-sources.ts'
import { runCli } from './run-cli.ts'

const project = `environment: { name: Three sources, timeZone: Europe/Copenhagen }
sources:
  shop: { file: shop.csv, key: id }
  club: { file: club.csv, key: no }
  till: { file: till.csv, key: card }
profiles: ${JSON.stringify(unified)}
segments:
  everybody: { rules: [{ where: { all: [] } }] }
`

test('profiles from the command line: a file with unified profiles is applied, refreshed, and looked into', async () => {
  const folder = await aFolder()
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, `${name}.csv`), text)
  await settleIn(folder)
  const cli = (...argv: string[]) => run(folder, argv)
  const wrong = project.replace('"source":"shop"', '"source":"shopp"').replace('"Changed"}', '"Chnged"}')
  await writeFile(join(folder, 'postbud.yaml'), wrong)
  expect(await cli('validate')).toMatchObject({
    code: 2,
    errors: expect.stringMatching(
      /there is no source "shopp"\. Did you mean "shop"\?[\s\S]*there is no field "Chnged"/,
    ),
  })
  await writeFile(join(folder, 'postbud.yaml'), project)
  const { firstName, lastName, ...nameless } = unified
  const like = {
    name: 'like',
    where: [
      { field: firstName, precision: 'low' },
      { field: lastName, precision: 80 },
    ],
  }
  const odd = JSON.stringify({ ...nameless, match: [like] })
  await writeFile(join(folder, 'postbud.yaml'), project.replace(JSON.stringify(unified), odd))
  const { code, errors } = await cli('validate')
  expect(code).toBe(0)
  expect(errors).not.toMatch(/no rule of match/)
  expect(errors).toMatch(/no condition is exact/)
  expect(errors).toMatch(/cards and lists name nobody/)
  await writeFile(join(folder, 'postbud.yaml'), project)
  expect(await cli('apply', '--yes')).toMatchObject({
    code: 0,
    errors: expect.stringContaining('no rule of match is asked between "till" and "club"'),
  })

  expect(await cli('profiles', 'show')).toMatchObject({ output: expect.stringContaining('not been unified yet') })
  expect(await cli('profiles', 'refresh')).toMatchObject({
    code: 1,
    errors: expect.stringContaining('postbud sources refresh shop'),
  })
  expect(await cli('segments', 'refresh')).toMatchObject({ output: 'everybody: refreshed, 4 members\n' })
  expect((await cli('profiles', 'refresh')).output).toBe('profiles: 4 people, unchanged\n')
  expect((await cli('profiles', 'refresh', '--with-segments')).output).toBe(
    'profiles: 4 people, unchanged\neverybody: unchanged, 4 members\n',
  )
  expect((await cli('profiles', 'refresh', '--match-only', '--force')).output).toBe(
    'matching: would make 4 people, matched; the profiles are as they were\n',
  )
  expect((await cli('profiles', 'show')).output).toContain('Matched since then')
  expect(await cli('profiles', 'refresh', '--match-only', '--with-segments')).toMatchObject({ code: 2 })
  expect((await cli('profiles', 'refresh')).output).toMatch(/^profiles: 4 people, unified in/)
  const { output } = await cli('profiles', 'show')
  expect(output).toMatch(/4 people; 2 are in several tables, 2 have several rows\./)
  expect(output).toMatch(/club with shop +same e-mail, like name +2/)
  const { people, tables } = JSON.parse((await cli('profiles', 'show', '--json')).output)
  expect([people, tables.length]).toEqual([4, 3])

  expect((await cli('tables', 'list')).output).toMatch(
    /^match-pairs +unification +3 +PairId, Table1, Key1, Table2, Key2, Rule, Score, UnifiedCustomerId$/m,
  )
  expect((await cli('tables', 'rows', 'match-pairs', '--limit', '1')).output).toMatch(
    /1 +shop +1 +club +a +same e-mail/,
  )
  const written = join(folder, 'pairs.csv')
  expect(await cli('tables', 'rows', 'match-pairs', '--csv', written, '--json')).toMatchObject({ code: 0 })
  expect((await readFile(written, 'utf8')).split('\r\n')).toHaveLength(5)
  expect((await cli('audit', 'list', '--action', 'table.download')).output).toContain('match-pairs')
  expect(await cli('tables', 'rows', 'match-pair')).toMatchObject({ errors: expect.stringContaining('"match-pairs"') })

  const why = await cli('profiles', 'why', 'till', '77', 'club', 'a')
  expect(why.output).toMatch(
    /^till 77 and club a are one person: .*\n {2}till 77 with shop 1: rule "same phone, like name", 100 % alike\n {2}shop 1 with club a: rule "same e-mail, like name"/,
  )
  const not = await cli('profiles', 'why', 'shop', '1', 'club', 'b')
  expect(not.output).toMatch(
    /are not one person[\s\S]*- FirstName: deborah \/ soeren: \d+(\.\d)? % alike, 60 % needed; this exception blocks it/,
  )
  const [id] = /[0-9a-f-]{36}/.exec(why.output) ?? []
  expect((await cli('profiles', 'person', id ?? '')).output).toMatch(
    /Phone +\+45 12 34 56 78 +shop 1 +0045-12345678 \(till 77\)/,
  )
})

test('where profiles come from one source, the command line says which', async () => {
  const folder = await aFolder()
  await writeFile(join(folder, 'shop.csv'), files.shop)
  await writeFile(
    join(folder, 'postbud.yaml'),
    'environment: { name: One, timeZone: UTC }\nsources: { shop: { file: shop.csv, key: id } }\nprofiles: { from: shop, email: mail }\n',
  )
  await settleIn(folder)
  await run(folder, ['apply', '--yes'])
  expect((await run(folder, ['profiles', 'refresh'])).errors).toContain('the rows of source "shop"; nothing is unified')
})

async function run(folder: string, argv: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const code = await runCli({
    argv,
    env: await placeIn(folder),
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    signal: new AbortController().signal,
  })
  return { code, output: String(stdout.read() ?? ''), errors: String(stderr.read() ?? '') }
}
