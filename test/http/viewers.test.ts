import { expect, test } from 'vitest'
import { z } from 'zod'
import { systemActor } from '../../src/access/person.ts'
import { endDepartures } from '../../src/exports/list/departures-book.ts'
import { routes } from '../../src/http/routes.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { queueRefresh } from '../../src/system-refresh/queue-refresh.ts'
import { aShop } from '../support/a-shop.ts'
import { people } from '../support/delivery-lab.ts'
import type { Client } from '../support/server-lab.ts'
import { shopServer } from '../support/shop-server.ts'

/** Addresses of customers, as they stand in the file and as they are folded. */
const address = /person\.\d+@example\.com|not an address\d*@example\.com/i

/** What parameters of addresses lead to, by the path up to them: one that is new has to be added here. */
const places: Readonly<Record<string, string>> = {
  '/segments/:name': 'everybody',
  '/exports/:name': 'news',
  '/sources/:name': 'contacts',
  '/tables/:name': 'profile',
  '/relationships/:name': 'friends',
  '/unification/people/:id': 'C-0',
  '/unification/clusters/:kind': 'Household',
  '/unification/clusters/Household/:id': 'none',
  '/connections/:name': 'marketing',
  '/refreshes/tasks/:kind': 'source',
  '/refreshes/tasks/source/:name': 'contacts',
}

/** What is asked of the routes that have to be asked something. */
const questions: Readonly<Record<string, string>> = {
  '/relationship-paths': '?to=contacts',
  '/segments/:name/overlap': '?with=again',
  '/tables/:name/values': '?column=EMail',
}

/** A server that has told of customers wherever it could: delivered, refused, taken off, departed, corrupt. */
async function lab({ key = 'ContactId', viewersSeeEmails }: { key?: string; viewersSeeEmails?: boolean } = {}) {
  const shop = aShop({
    environment: { name: 'Test', timeZone: 'UTC', ...(viewersSeeEmails !== undefined && { viewersSeeEmails }) },
    sources: { contacts: { file: 'contacts.csv', key, maxCorrupt: 0.9 } },
    segments: { everybody: { rules: [{ where: { all: [] } }] }, again: { rules: [{ where: { all: [] } }] } },
    relationships: { friends: { from: 'contacts.LastName', to: `contacts.${key}` } },
  })
  const { news } = shop.exports
  if (!news) throw new Error('the shop has no export')
  const made = await shopServer({
    shop: {
      ...shop,
      exports: { news: { ...news, segments: ['everybody', 'again'], leavers: 'remove', guards: { removalShare: 1 } } },
    },
    people: [
      ...people(6),
      { id: 'C-0', email: 'person.900@example.com' },
      { id: 'C-20', email: 'person.0@example.com' },
    ],
  })
  made.control.refuseEmail({ email: 'person.1@example.com', message: 'person.1@example.com is no address we take' })
  const run = async () => {
    const { id } = await queueRun(made.app, { exportName: 'news', trigger: 'API', actor: systemActor })
    return await made.ended(id)
  }
  await run()
  await made.turnTo([...people(4), { id: 'C-0', email: 'person.900@example.com' }])
  made.control.leaveList('person.2@example.com')
  const withLeavers = await run()
  const accountId = (await made.app.db.selectFrom('lists').select('account_id').executeTakeFirstOrThrow()).account_id
  const ending = { accountId, who: { email: 'person.2@example.com' }, reason: 'she called', by: 'Ada' }
  await endDepartures(made.app, { ...ending, actor: systemActor } as never)
  await run()
  const refresh = await queueRefresh(made.app, { trigger: 'manual', actor: systemActor } as never)
  return { ...made, run: withLeavers, refresh }
}

type Lab = Awaited<ReturnType<typeof lab>>

/** The address of a route with what its parameters lead to; undefined for one that nobody has decided on. */
function addressOf(path: string, { run, refresh }: Lab): string | undefined {
  let address = ''
  for (const step of path.split('/').slice(1)) {
    if (!step.startsWith(':')) {
      address += `/${step}`
      continue
    }
    const value =
      address === '/runs'
        ? run.id
        : address === '/refreshes'
          ? (refresh as { readonly id: string }).id
          : places[`${address}/${step}`]
    if (value === undefined) return undefined
    address += `/${value}`
  }
  return address
}

/** Also what stands in cursors and the like, as far as that is a text which was merely written in another way. */
function withDecoded(text: string): string {
  return [text, ...(text.match(/[\w-]{12,}/g) ?? []).map((word) => Buffer.from(word, 'base64url').toString())].join(
    '\n',
  )
}

/** All of an answer, and of a stream of events what comes in its first moments. */
async function textOf(lab: Lab, client: Client, path: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${lab.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${client.key}` },
    redirect: 'manual',
  })
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream')
  if (!isStream) return { status: answer.status, text: await answer.text() }
  const reader = answer.body?.getReader()
  const first = await reader?.read()
  await reader?.cancel()
  return { status: answer.status, text: new TextDecoder().decode(first?.value) }
}

async function walk(made: Lab) {
  const viewer = await made.as('viewer')
  const asked = routes.filter(({ method, rights }) => method === 'GET' && (rights === 'viewer' || rights === 'anyone'))
  const undecided: string[] = []
  const failed: string[] = []
  const showing: string[] = []
  for (const { path, query } of asked) {
    const to = addressOf(path, made)
    if (to === undefined) {
      undecided.push(path)
      continue
    }
    const question = questions[path] ?? ''
    // A list that is cut off tells where the next page begins.
    for (const more of query instanceof z.ZodObject && 'limit' in query.shape ? ['', 'limit=1'] : ['']) {
      const { status, text } = await textOf(made, viewer, `${to}${question}${more && `${question ? '&' : '?'}${more}`}`)
      if (status >= 400) failed.push(`${to} ${status} ${text.slice(0, 200)}`)
      if (address.test(withDecoded(text))) showing.push(path)
    }
  }
  return { undecided, failed, showing, asked: asked.length }
}

/**
 * A viewer’s key does not see where its owner is signed in, and these profiles come from one source; of unified ones
 * test/http/unification.test.ts tells.
 */
const otherwise = /^\/me\/sessions 403|^\/unification(\/\S+)? 409/

test('no answer to a viewer has a customer\u2019s address in it', async () => {
  // What a source is told apart by may be the address itself.
  const made = await lab({ key: 'EMail' })
  const { undecided, failed, showing, asked } = await walk(made)
  expect(asked).toBeGreaterThan(20)
  expect(undecided).toEqual([])
  expect(failed.filter((each) => !otherwise.test(each))).toEqual([])
  expect(showing).toEqual([])
  const viewer = await made.as('viewer')
  const { body: found } = await viewer.send('POST', '/profiles/search', { limit: 1 })
  expect(found.next).toEqual(expect.any(String))
  expect(withDecoded(JSON.stringify(found))).not.toMatch(address)
  // Nor is one found out letter by letter, by whether anything is found.
  for (const text of ['person.1', 'example']) {
    expect(await viewer.get(`/tables/profile/values?column=EMail&search=${text}`)).toMatchObject({
      status: 200,
      body: { distinct: 0, items: [] },
    })
    for (const whose of ['receipts', 'leavers']) {
      expect((await viewer.get(`/runs/${made.run.id}/${whose}?search=${text}`)).body.items).toEqual([])
    }
  }
  const next = `/runs/${made.run.id}/receipts?limit=1&cursor=`
  const cursor = (await viewer.get(`/runs/${made.run.id}/receipts?limit=1`)).body.next
  expect((await viewer.get(`${next}${cursor}`)).body.items).toHaveLength(1)
  for (const other of [`${cursor}AAAA`, `${'A'.repeat(9)}${cursor}`, found.next]) {
    expect((await viewer.get(`${next}${other}`)).status).toBe(422)
  }
})

test('viewers see addresses where the environment lets them', async () => {
  const { showing } = await walk(await lab({ viewersSeeEmails: true }))
  expect(showing).toEqual(
    expect.arrayContaining([
      '/runs/:id/receipts',
      '/runs/:id/leavers',
      '/segments/:name/members',
      '/tables/:name/rows',
    ]),
  )
})
