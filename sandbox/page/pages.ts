import type { FastifyInstance } from 'fastify'
import type { Account } from '../accounts/account.ts'
import { isoSecond } from '../clock.ts'
import type { ContactList } from '../lists/contact-list.ts'
import { UNKNOWNS } from '../unknowns.ts'
import type { World } from '../world.ts'
import { type Html, html, htmlPage } from './html.ts'

const ROWS = 50

/** The pages for a person who wants to see what arrived: accounts with their lists and activities, and a list's members. */
export function pages(server: FastifyInstance, world: World): void {
  server.get('/', async (_request, reply) => {
    world.advance()
    const accounts = [...world.accounts.values()].map(accountSection)
    return reply.type('text/html; charset=utf-8').send(
      htmlPage(
        'Accounts',
        html`<h1>Constant Contact sandbox</h1>
          <p class="soft">A local stand-in. Nothing leaves this machine, and everything ends with the program.</p>
          ${accounts}${requestsSection(world)}${unknownsSection(world)}`,
      ),
    )
  })

  server.get<{ Params: { account: string; list: string } }>(
    '/accounts/:account/lists/:list',
    async (request, reply) => {
      world.advance()
      const account = world.accounts.get(request.params.account)
      const list = account?.lists.get(request.params.list)
      reply.type('text/html; charset=utf-8')
      if (!account || !list)
        return reply
          .code(404)
          .send(htmlPage('Not found', html`<h1>There is no such list</h1><p><a href="/">Back</a></p>`))
      const query = new URLSearchParams(request.url.split('?')[1] ?? '')
      return reply.send(listPage(account, list, query.get('search') ?? '', Math.max(1, Number(query.get('page')) || 1)))
    },
  )
}

function accountSection(account: Account): Html {
  const activities = [...account.activities.values()].slice(-20).toReversed()
  return html`<h2>${account.organizationName} <code>${account.id}</code></h2>
    <p class="soft">${counted(account.table.size, 'contact')}</p>
    <div class="scroll"><table><tr><th>List</th><th>Id</th><th class="n">Members</th></tr>
    ${[...account.lists.values()].map(
      (
        list,
      ) => html`<tr><td><a href="/accounts/${account.id}/lists/${list.id}">${list.name}</a>${list.deletedAt > 0 ? ' (deleted)' : ''}</td>
        <td><code>${list.id}</code></td><td class="n">${count(list.memberCount)}</td></tr>`,
    )}</table></div>
    <h2>Latest activities</h2>
    ${
      activities.length === 0
        ? html`<p class="soft">Nothing was imported or removed yet.</p>`
        : html`<div class="scroll"><table><tr><th>Created</th><th>Kind</th><th>File</th><th>State</th><th>Counters</th></tr>
          ${activities.map(
            (activity) => html`<tr><td>${isoSecond(activity.createdAt)}</td><td>${activity.kind}</td>
              <td>${activity.sourceFileName ?? ''}</td><td>${activity.state}${activity.vanished ? ' (vanished)' : ''}</td>
              <td>${Object.entries(activity.result?.counters ?? {}).map(([name, value]) => html`${name} ${count(value)}<br>`)}</td></tr>`,
          )}</table></div>`
    }`
}

function requestsSection(world: World): Html {
  return html`<h2>Requests</h2>
    <p>${[...world.meters].map(([clientId, meter]) => html`<code>${clientId}</code> today: ${count(meter.api.today())} of ${count(world.limits.requestsPerDay)}<br>`)}</p>
    ${
      world.log.total === 0
        ? html`<p class="soft">None yet.</p>`
        : html`<div class="scroll"><table><tr><th>Route</th><th class="n">Times</th></tr>
          ${[...world.log.byRoute].map(([route, times]) => html`<tr><td><code>${route}</code></td><td class="n">${count(times)}</td></tr>`)}
          </table></div>`
    }`
}

function unknownsSection(world: World): Html {
  const values = new Map(Object.entries(world.unknowns))
  return html`<h2>What nobody knows</h2>
    <p class="soft">How this sandbox settles what Constant Contact does not document.</p>
    <div class="scroll"><table><tr><th>Switch</th><th>Now</th><th>Question</th></tr>
    ${Object.entries(UNKNOWNS).map(
      ([name, one]) =>
        html`<tr><td><code>${name}</code></td><td>${String(values.get(name))}</td><td>${one.about}</td></tr>`,
    )}</table></div>`
}

function listPage(account: Account, list: ContactList, search: string, page: number): string {
  const { table } = account
  const wanted = search.trim().toLowerCase()
  const found = list.members().filter((place) => wanted === '' || table.emailOf(place).toLowerCase().includes(wanted))
  const places = found
    .drop((page - 1) * ROWS)
    .take(ROWS + 1)
    .toArray()
  const link = (to: number, text: string) =>
    html`<a href="?${new URLSearchParams({ search, page: String(to) }).toString()}">${text}</a> `
  return htmlPage(
    list.name,
    html`<p><a href="/">All accounts</a></p><h1>${list.name}</h1>
      <p class="soft">${counted(list.memberCount, 'member')} · <code>${list.id}</code></p>
      <form><input type="search" name="search" value="${search}" placeholder="Part of an e-mail" aria-label="Search members"> <button>Search</button></form>
      ${
        places.length === 0
          ? html`<p>${search === '' ? 'Nobody is on this list yet.' : 'Nobody on this list matches.'}</p>`
          : html`<div class="scroll"><table><tr><th>E-mail</th><th>Permission</th><th>Values</th></tr>
            ${places.slice(0, ROWS).map((place) => memberRow(account, place))}</table></div>`
      }
      <p>${page > 1 ? link(page - 1, 'Previous') : ''}${places.length > ROWS ? link(page + 1, 'Next') : ''}</p>`,
  )
}

function memberRow(account: Account, place: number): Html {
  const values = [...account.table.valuesOf(place)].map(([name, value]) => {
    const field = name.startsWith('cf:') ? account.customFields.get(name.slice(3)) : undefined
    return html`<span class="soft">${field ? `cf:${field.name}` : name}</span> ${value}<br>`
  })
  return html`<tr><td>${account.table.emailOf(place)}</td><td>${account.table.permissionOf(place)}</td><td>${values}</td></tr>`
}

function count(number: number): string {
  return number === Number.POSITIVE_INFINITY ? 'any number' : number.toLocaleString('en-US')
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`
}
