import { expect, test } from 'vitest'
import { hashPassword, inTurn, verifyPassword } from './passwords.ts'

test('a password is kept as argon2id in the PHC form, salted, and known again however its letters are composed', async () => {
  const [stored, other] = [await hashPassword('blåbærgrød og fløde'), await hashPassword('blåbærgrød og fløde')]
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(other).not.toBe(stored)
  expect(await verifyPassword('blåbærgrød og fløde'.normalize('NFD'), stored)).toEqual({ outdated: false })
  expect(await verifyPassword('blåbærgrød og flødE', stored)).toBeUndefined()
})

test('a hash that another program made is read, and told to be outdated where it costs less', async () => {
  // echo -n 'password' | argon2 somesalt -id -t 2 -k 256 -p 1 -l 32 (the test vector of the reference implementation)
  const stored = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
  expect(await verifyPassword('password', stored)).toEqual({ outdated: true })
  expect(await verifyPassword('Password', stored)).toBeUndefined()
})

test('where there is no hash, or none that can be read, no password is right', async () => {
  expect(await verifyPassword('anything', null)).toBeUndefined()
  expect(await verifyPassword('anything', undefined)).toBeUndefined()
  expect(await verifyPassword('anything', 'plain text')).toBeUndefined()
  expect(await verifyPassword('', '')).toBeUndefined()
})

test('a few hash at once, a few wait, and the rest is refused; one network does not fill the room', async () => {
  const leave: (() => void)[] = []
  const work = () => new Promise<void>((resolve) => leave.push(resolve))
  const outcomes = ['a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'b'].map((of) =>
    inTurn(of, work).then(
      () => 'done',
      ({ code }: { code: string }) => code,
    ),
  )
  expect(await Promise.race([outcomes[8], 'waits'])).toBeDefined()
  await expect(inTurn('a', work)).rejects.toMatchObject({ code: 'sign_in_busy', retryAfterMs: 2000 })
  let ended = 0
  const all = Promise.all(outcomes.map((each) => each.finally(() => (ended += 1))))
  while (ended < outcomes.length) {
    for (const go of leave.splice(0)) go()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const told = await all
  expect(told.at(-1)).toBe('done')
  expect(told.filter((each) => each === 'sign_in_busy').length).toBeGreaterThan(0)
})
