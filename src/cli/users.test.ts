import { expect, test } from 'vitest'
import { commandLine } from '../../test/support/command-line.ts'
import { aFolder, settleIn } from '../../test/support/test-app.ts'

async function terminal() {
  const folder = await aFolder()
  return commandLine({ env: { ...(await settleIn(folder)), POSTBUD_URL: 'https://postbud.example/' } })
}

test('at the terminal users are invited, given roles, let in again and kept out', async () => {
  const postbud = await terminal()
  expect(await postbud('users', 'list')).toMatchObject({ code: 0, out: expect.stringMatching(/There are no users/) })
  const invited = await postbud('users', 'invite', 'Ada@Postbud.example', '--role', 'administrator', '--name', 'Ada')
  expect(invited).toMatchObject({ code: 0, err: expect.stringMatching(/let in as administrator with this link, once/) })
  expect(invited.out).toMatch(/^https:\/\/postbud\.example\/invitation#pbl_[\w-]{43}\n$/)
  const again = await postbud('users', 'invite', 'ada@postbud.example', '--role', 'administrator')
  expect(again.out).not.toBe(invited.out)

  expect(await postbud('users', 'reset-link', 'ada@postbud.example')).toMatchObject({
    code: 1,
    err: 'error: ada@postbud.example is invited and has not come in yet. Send the invitation again.\n',
  })
  expect(await postbud('users', 'set-role', 'ada@postbud.example', 'viewer')).toMatchObject({
    code: 0,
    out: 'ada@postbud.example has the role viewer.\n',
  })
  expect((await postbud('users', 'disable', 'ada@postbud.example')).out).toBe('ada@postbud.example is disabled.\n')
  expect((await postbud('users', 'enable', 'ada@postbud.example')).out).toMatch(/is invited; show a link/)
  const { users } = JSON.parse((await postbud('users', 'list', '--json')).out)
  expect(users).toMatchObject([{ email: 'ada@postbud.example', name: 'Ada', role: 'viewer', status: 'invited' }])
  expect((await postbud('users', 'remove', 'ada@postbud.example')).code).toBe(0)
  const audit = JSON.parse((await postbud('audit', 'list', '--json')).out).entries
  expect(audit.map(({ action, via }: { action: string; via: string }) => `${via} ${action}`)).toEqual([
    'CLI user.remove',
    'CLI user.change',
    'CLI user.change',
    'CLI user.change',
    'CLI user.invite_again',
    'CLI user.invite',
  ])
})

test('what makes no sense is told as wrong usage', async () => {
  const postbud = await terminal()
  for (const [argv, said] of [
    [['users', 'invite', 'ada', '--role', 'viewer'], /"ada" is no e-mail address/],
    [['users', 'invite', 'a@b.example', '--role', 'owner'], /"owner" is no role/],
    [['users', 'set-role', 'nobody@b.example', 'viewer'], /There is no user nobody@b\.example/],
  ] as const) {
    expect(await postbud(...argv)).toMatchObject({ code: 2, err: expect.stringMatching(said) })
  }
})

test('the link that makes the first administrator is shown anew, for as long as there is none', async () => {
  const postbud = await terminal()
  const first = await postbud('set-up-link')
  expect(first.out).toMatch(/^https:\/\/postbud\.example\/set-up#pbl_[\w-]{43}\n$/)
  expect(JSON.parse((await postbud('set-up-link', '--json')).out).address).not.toBe(first.out.trim())
})
