import { z } from 'zod'
import type { Role } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
import { findDefinition } from '../definitions/definition-version.ts'
import { type DefinitionRow, DefinitionsMissingError, readDefinitions } from '../definitions/load-definitions.ts'
import { mergePatch } from '../lib/merge-patch.ts'
import { changeFromOutside } from '../project/change-from-outside.ts'
import { changedNotes, changedShape, declared, declaredShape, shownBody } from './definition-answers.ts'
import { patchBody } from './definition-schemas.ts'
import { expectedVersion, tellVersion } from './preconditions.ts'
import { type Route, route } from './route.ts'

type Given = {
  /** Also its name, since there is only one of it. */
  readonly kind: 'environment' | 'profiles'
  readonly path: `/${string}`
  readonly what: string
  readonly body: z.ZodType<object>
  /** Who may change it. */
  readonly rights: Role
}

/** The routes of a definition of which there is one: read, replace, patch. */
export function singleRoutes({ kind, path, what, body, rights }: Given): readonly Route[] {
  const thing = { kind, name: kind }
  const { name: _, ...shape } = { ...declaredShape, definition: body }
  const tell = (stored: readonly DefinitionRow[]) => {
    if (stored.length === 0) throw new DefinitionsMissingError()
    const row = findDefinition(stored, thing)
    const { name: _, ...about } = declared(row)
    return { row, answer: { ...about, definition: shownBody(row) } }
  }
  const changing = (method: 'PUT' | 'PATCH', summary: string, given: z.ZodType) =>
    route({
      method,
      path,
      tag: 'Environment',
      summary,
      rights,
      versioned: true,
      body: given,
      answers: { 200: z.object({ ...shape, ...changedShape }) },
      handle: async ({ app, person, body: sent, request, reply }) => {
        const changes = await changeFromOutside(app, person, {
          edit: (before: Definitions) => {
            const after = method === 'PUT' ? sent : mergePatch(before[kind], sent)
            return { ...before, [kind]: after } as Definitions
          },
          ifMatch: [expectedVersion(request, thing)],
        })
        const { row, answer } = tell(changes.stored)
        tellVersion(reply, row)
        return { ...answer, ...changedNotes(changes) }
      },
    })
  return [
    route({
      method: 'GET',
      path,
      tag: 'Environment',
      summary: `Read ${what}`,
      rights: 'viewer',
      answers: { 200: z.object(shape) },
      handle: async ({ app, reply }) => {
        const { row, answer } = tell(await readDefinitions(app.db))
        tellVersion(reply, row)
        return answer
      },
    }),
    changing('PUT', `Replace ${what}`, body),
    changing('PATCH', `Change some of ${what}`, patchBody),
  ]
}
