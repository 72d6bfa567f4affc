import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ZodError, z } from 'zod'
import { Refusal } from '../wire/answers.ts'
import { COMMANDS } from './commands.ts'
import { UnknownThingError } from './named-things.ts'
import type { SandboxControl } from './sandbox-control.ts'

/** The control object over HTTP: state to read with GET, commands with POST and a JSON body. */
export function controlRoutes(server: FastifyInstance, control: SandboxControl): void {
  server.get('/control', async () => ({ accounts: control.accounts(), commands: Object.keys(COMMANDS) }))
  server.get('/control/requests', async () => control.requests())
  server.get('/control/activities', async (request) => control.activities(queryOf(request).get('account') ?? undefined))
  server.get('/control/imports', async (request) => {
    const query = queryOf(request)
    return control.imports(query.get('fileName') ?? undefined, query.get('account') ?? undefined)
  })
  server.get('/control/imports/:activityId/text', async (request, reply) => {
    const text = control.importText(param(request, 'activityId'), queryOf(request).get('account') ?? undefined)
    if (text === null) throw new UnknownThingError('import with its bytes', param(request, 'activityId'))
    return reply.type('text/csv; charset=utf-8').send(text)
  })
  server.get('/control/contacts/:email', async (request) => {
    const email = param(request, 'email')
    const contact = answered(() => control.contact(email, queryOf(request).get('account') ?? undefined))
    if (!contact) throw new Refusal(404, { error: new UnknownThingError('contact', email).message })
    return contact
  })
  server.get('/control/lists/:listId', async (request) =>
    answered(() => control.list(param(request, 'listId'), queryOf(request).get('account') ?? undefined)),
  )
  server.get('/control/lists/:listId/members.csv', async (request, reply) => {
    const listId = param(request, 'listId')
    const account = queryOf(request).get('account') ?? undefined
    // Asked first: once the answer streams, it is too late for a 404.
    answered(() => control.requireList(listId, account))
    return reply.type('text/csv; charset=utf-8').send(Readable.from(control.membersCsv(listId, account)))
  })
  server.post('/control/:command', async (request) => {
    const name = param(request, 'command')
    const command = COMMANDS[name]
    if (!command)
      throw new Refusal(404, { error: `There is no command ${JSON.stringify(name)}. GET /control names them.` })
    return answered(() => command(control, request.body)) ?? { done: true }
  })
}

function answered<T>(act: () => T): T {
  try {
    return act()
  } catch (thrown) {
    if (thrown instanceof UnknownThingError) throw new Refusal(404, { error: thrown.message })
    if (thrown instanceof ZodError) throw new Refusal(400, { error: z.prettifyError(thrown) })
    if (thrown instanceof Error) throw new Refusal(400, { error: thrown.message })
    throw thrown
  }
}

function queryOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(request.url.split('?')[1] ?? '')
}

function param(request: FastifyRequest, name: string): string {
  const params = request.params
  return typeof params === 'object' && params !== null
    ? String(Object.entries(params).find(([key]) => key === name)?.[1] ?? '')
    : ''
}
