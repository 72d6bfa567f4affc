import { systemActor } from '../../src/access/person.ts'
import { newSetUpLink } from '../../src/access/set-up.ts'
import { type Browser, browserAt } from './browser.ts'
import { serverLab } from './server-lab.ts'

export const goodPassword = 'violet anchor paddle 7'

/** A server whose first administrator, Ada, is signed in with a browser. */
export async function peopleLab(given: Parameters<typeof serverLab>[0] = {}) {
  const lab = await serverLab(given)
  const newBrowser = (): Browser => browserAt({ send: lab.send, origin: lab.url })
  const ada = newBrowser()
  const link = await newSetUpLink(lab.app, systemActor)
  const email = 'ada@postbud.example'
  await ada.send('POST', '/set-up', { token: tokenOf(link?.address), email, name: 'Ada', password: goodPassword })

  /** Invites somebody who accepts at once, and answers their browser. */
  const invite = async (role: string, name: string) => {
    const address = `${name.toLowerCase()}@postbud.example`
    const invited = await ada.send('POST', '/users', { email: address, name, role, handOver: 'link' })
    const browser = newBrowser()
    const token = tokenOf(invited.body.link.address)
    await browser.send('POST', '/invitation', { token, password: `${goodPassword} of theirs` })
    return { ...browser, id: invited.body.user.id as string, email: address, password: `${goodPassword} of theirs` }
  }
  const audit = async () => {
    const rows = await lab.app.db
      .selectFrom('audit_log')
      .select(['action', 'actor', 'target', 'before', 'after'])
      .orderBy('seq')
      .execute()
    return rows
  }
  return { ...lab, ada, newBrowser, invite, audit }
}

/** The token behind the # of a link. */
export function tokenOf(address: string | undefined): string {
  return new URL(address ?? 'http://nowhere/').hash.slice(1)
}
