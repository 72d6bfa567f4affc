import { z } from 'zod'
import type { Person } from '../access/person.ts'
import { thingName } from '../contract/column.ts'
import type { Definitions } from '../contract/definitions.ts'
import { findDefinition } from '../definitions/definition-version.ts'
import { type DefinitionRow, definitionsOf, kindOfSection, readDefinitions } from '../definitions/load-definitions.ts'
import { mergePatch } from '../lib/merge-patch.ts'
import type { ChangedDefinitions } from '../project/change-definitions.ts'
import { changeFromOutside } from '../project/change-from-outside.ts'
import { changedNotes, changedShape, declared, declaredShape, shownBody } from './definition-answers.ts'
import { nameParams, patchBody } from './definition-schemas.ts'
import { listOf, listQuery, pageOf } from './paging.ts'
import { expectedVersion, tellVersion } from './preconditions.ts'
import { type Asked, type Route, route } from './route.ts'
import type { ServerApp } from './server-app.ts'

type Section = Exclude<keyof typeof kindOfSection, 'connections'>
type Body<S extends Section> = Definitions[S][string]
type Key = string | number | null

/** What a noun's routes need to know beside its name. */
export type Noun<S extends Section, T extends object, F extends z.core.$ZodLooseShape> = {
  readonly section: S
  readonly tag: string
  /** What one of them is called in a sentence: `an export`. */
  readonly one: string
  readonly body: z.ZodType<Body<S>>
  /** What is told of each beside its definition. */
  readonly told: z.core.$ZodLooseShape
  /** The same for things that are stored, in their order. */
  readonly tell: (
    app: ServerApp,
    rows: readonly DefinitionRow[],
    asked: { readonly person: Person; readonly definitions: Definitions },
  ) => Promise<readonly T[]>
  readonly sorts?: Readonly<Record<string, (item: Item<S, T>) => Key>>
  /** Texts that the search looks into beside the name and the display name. */
  readonly searched?: (item: Item<S, T>) => readonly (string | null)[]
  readonly filters?: F
  readonly isWanted?: (item: Item<S, T>, filters: z.output<z.ZodObject<F>>) => boolean
  /** Throws ForbiddenError: `before` is missing for what is made, `after` for what is removed. */
  readonly requireEditor?: (person: Person, definitions: Definitions, change: Changing<S>) => void
}

export type Changing<S extends Section> = { readonly before?: Body<S>; readonly after?: Body<S> }

type Item<S extends Section, T> = ReturnType<typeof declared> & { readonly definition: Body<S> } & T

/** The routes that every kind of named definition has: list, read, make, replace, patch, duplicate, remove. */
export function definitionRoutes<
  S extends Section,
  T extends object,
  F extends z.core.$ZodLooseShape = Record<never, never>,
>(noun: Noun<S, T, F>): readonly Route[] {
  const { section, tag, one, body } = noun
  const kind = kindOfSection[section]
  const path = `/${section}` as const
  const thingPath = `${path}/:name` as const
  const shape = { ...declaredShape, definition: body, ...noun.told }
  const thing = z.object(shape) as unknown as z.ZodType
  const changed = z.object({ ...shape, ...changedShape }) as unknown as z.ZodType
  const sorts = {
    name: ({ name }: { name: string }) => name,
    updatedAt: ({ updatedAt }: { updatedAt: string }) => updatedAt,
    ...noun.sorts,
  } as Record<string, (item: Item<S, T>) => Key>

  const itemsOf = async (app: ServerApp, person: Person, stored: readonly DefinitionRow[], rows: DefinitionRow[]) => {
    const told = rows.length === 0 ? [] : await noun.tell(app, rows, { person, definitions: definitionsOf(stored) })
    return rows.map((row, at) => ({ ...declared(row), definition: shownBody(row), ...told[at] }) as Item<S, T>)
  }
  const itemOf = async (app: ServerApp, person: Person, stored: readonly DefinitionRow[], name: string) => {
    const row = findDefinition(stored, { kind, name })
    const [item] = await itemsOf(app, person, stored, [row])
    return { row, item }
  }
  type Answering = Pick<Asked<unknown, unknown, unknown>, 'app' | 'reply'> & { readonly person: Person }
  const answerChanged = async ({ app, person, reply }: Answering, name: string, changes: ChangedDefinitions) => {
    const { row, item } = await itemOf(app, person, changes.stored, name)
    tellVersion(reply, row)
    return { ...item, ...changedNotes(changes) }
  }
  /** The definitions with one of this kind changed by `edit`, which is given what there is of it, if whoever asks may do that. */
  const changing = (person: Person, name: string, edit: (before: Body<S> | undefined) => Body<S> | undefined) => {
    return (definitions: Definitions): Definitions => {
      const things = definitions[section] as Readonly<Record<string, Body<S>>>
      const before = Object.hasOwn(things, name) ? things[name] : undefined
      const after = edit(before)
      noun.requireEditor?.(person, definitions, { ...(before && { before }), ...(after && { after }) })
      const { [name]: _, ...others } = things
      // What is changed keeps its place among the others.
      const next = after === undefined ? others : { ...things, [name]: after }
      return { ...definitions, [section]: next }
    }
  }
  const make = async (asking: Answering, name: string, edit: (before: Body<S> | undefined) => Body<S>) => {
    const changes = await changeFromOutside(asking.app, asking.person, {
      edit: changing(asking.person, name, edit),
      ifMatch: [{ kind, name, version: null }],
    })
    asking.reply.header('location', `/api/v1${path}/${name}`)
    return answerChanged(asking, name, changes)
  }

  return [
    route({
      method: 'GET',
      path,
      tag,
      summary: `All ${section}, with where they stand`,
      rights: 'viewer',
      query: listQuery(Object.keys(sorts) as [string, ...string[]], noun.filters ?? {}),
      answers: { 200: listOf(thing) },
      handle: async ({ app, person, query }) => {
        const stored = await readDefinitions(app.db)
        const rows = stored.filter((row) => row.kind === kind)
        const items = await itemsOf(app, person, stored, rows)
        const { isWanted } = noun
        const wanted = isWanted ? items.filter((item) => isWanted(item, query as never)) : items
        const texts = (item: Item<S, T>) => [...searched(item), ...(noun.searched?.(item) ?? [])]
        return pageOf(wanted, query, { id: ({ name }) => name, searched: texts, sorts })
      },
    }),
    route({
      method: 'GET',
      path: thingPath,
      tag,
      summary: `What ${one} is declared as, and where it stands`,
      rights: 'viewer',
      params: nameParams,
      answers: { 200: thing },
      handle: async ({ app, person, params, reply }) => {
        const { row, item } = await itemOf(app, person, await readDefinitions(app.db), params.name)
        tellVersion(reply, row)
        return item
      },
    }),
    route({
      method: 'POST',
      path,
      tag,
      summary: `Make ${one}`,
      rights: 'contributor',
      starts: true,
      body: z.strictObject({ name: thingName, definition: body }),
      answers: { 201: changed },
      handle: async ({ body: { name, definition }, ...asking }) => make(asking, name, () => definition),
    }),
    route({
      method: 'POST',
      path: `${thingPath}/duplicate`,
      tag,
      summary: `Make ${one} that is like this one but for its name`,
      rights: 'contributor',
      starts: true,
      params: nameParams,
      body: z.strictObject({
        name: thingName,
        changes: patchBody.exactOptional(),
      }),
      answers: { 201: changed },
      handle: async ({ params, body: { name, changes = {} }, ...asking }) => {
        const original = findDefinition(await readDefinitions(asking.app.db), { kind, name: params.name })
        return make(asking, name, () => mergePatch(original.body, changes) as Body<S>)
      },
    }),
    route({
      method: 'PUT',
      path: thingPath,
      tag,
      summary: `Replace ${one}; with If-None-Match: * make it`,
      rights: 'contributor',
      versioned: true,
      params: nameParams,
      body,
      answers: { 200: changed },
      handle: async ({ params: { name }, body: definition, request, ...asking }) => {
        const changes = await changeFromOutside(asking.app, asking.person, {
          edit: changing(asking.person, name, () => definition),
          ifMatch: [expectedVersion(request, { kind, name })],
        })
        return answerChanged(asking, name, changes)
      },
    }),
    route({
      method: 'PATCH',
      path: thingPath,
      tag,
      summary: `Change some of ${one}`,
      rights: 'contributor',
      versioned: true,
      params: nameParams,
      body: patchBody,
      answers: { 200: changed },
      handle: async ({ params: { name }, body: patch, request, ...asking }) => {
        const changes = await changeFromOutside(asking.app, asking.person, {
          edit: changing(asking.person, name, (before) => mergePatch(before, patch) as Body<S>),
          ifMatch: [expectedVersion(request, { kind, name })],
        })
        return answerChanged(asking, name, changes)
      },
    }),
    route({
      method: 'DELETE',
      path: thingPath,
      tag,
      summary: `Remove ${one}; refused while something needs it`,
      rights: 'contributor',
      versioned: true,
      params: nameParams,
      answers: { 200: z.object(changedShape) },
      handle: async ({ app, person, params: { name }, request }) => {
        const changes = await changeFromOutside(app, person, {
          edit: changing(person, name, () => undefined),
          ifMatch: [expectedVersion(request, { kind, name })],
        })
        return changedNotes(changes)
      },
    }),
  ]
}

function searched({ name, definition }: { readonly name: string; readonly definition: object }): (string | null)[] {
  return [
    name,
    'displayName' in definition && typeof definition.displayName === 'string' ? definition.displayName : null,
  ]
}
