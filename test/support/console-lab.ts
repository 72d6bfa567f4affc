import type { Page } from 'playwright-core'
import { hashPassword } from '../../src/access/passwords.ts'
import type { Role } from '../../src/access/person.ts'
import type { App } from '../../src/app.ts'
import { newId } from '../../src/lib/ids.ts'
import { aWindow, type Look } from './browser-window.ts'

export const consolePassword = 'correct horse battery staple'

// Hashing is made to be slow, and every test signs somebody in with the same password.
let hash: Promise<string> | undefined

/** A window in which somebody of this role has signed in, at the start page. */
export async function signedIn(
  { app, url }: { readonly app: App; readonly url: string },
  role: Role,
  look: Look = {},
): Promise<Page> {
  hash ??= hashPassword(consolePassword)
  const id = newId(app.clock.now())
  const email = `${role}.${id}@postbud.example`
  await app.db
    .insertInto('users')
    .values({
      id,
      email,
      name: `Somebody, ${role}`,
      role,
      status: 'active',
      password_hash: await hash,
      language: look.language ?? 'en',
      created_at: app.clock.now(),
    })
    .execute()
  const page = await aWindow(url, look)
  await page.goto('/sign-in')
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(consolePassword)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${url}/`)
  return page
}
