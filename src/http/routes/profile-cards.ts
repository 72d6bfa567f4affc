import { z } from 'zod'
import { seesEmails } from '../../access/sees-emails.ts'
import type { Catalogue } from '../../contract/catalogue.ts'
import type { Definitions } from '../../contract/definitions.ts'
import { imageRefusals, judgeImage } from '../../contract/profile-image.ts'
import type { SegmentDefinition } from '../../contract/segment.ts'
import { customerId } from '../../contract/unification.ts'
import { loadDefinitions } from '../../definitions/load-definitions.ts'
import { imageColumns, isUnified } from '../../definitions/profile-sources.ts'
import { resolveWhereSet } from '../../definitions/resolve-definitions.ts'
import type { Cell, EngineSession } from '../../engine/engine.ts'
import { quoteName } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import {
  claimsOfPerson,
  departuresOfPerson,
  listsOfPerson,
  receiptsOfPerson,
  segmentsOfPerson,
} from '../../exports/receipts/person-history.ts'
import { fold } from '../../lib/fold.ts'
import { findProfile } from '../../profiles/find-profile.ts'
import { relatedRows } from '../../profiles/related-rows.ts'
import { searchProfiles } from '../../profiles/search-profiles.ts'
import { NotRefreshedError, NotUnifiedError, openCatalogue } from '../../refresh/open-catalogue.ts'
import { formerKeysOf } from '../../refresh/profile-table.ts'
import { unificationState, unifiedFiles, unifiedFolder } from '../../unification/unification-state.ts'
import { openPlace, sealPlace } from '../cursors.ts'
import { type Asked, type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'
import type { ServerApp } from '../server-app.ts'
import { shownRows, valuesFor } from '../shown-emails.ts'
import { cellRow, columnSchema } from '../table-schemas.ts'
import { shownKey, whoIs } from '../who-is.ts'

const tag = 'Profiles'

/** Who is meant stands in the body and never in an address, so that it is in no log. */
const byKey = { key: z.string().min(1).max(1000).describe('The key of the profile') }

const moment = z.string().nullable()

const pictureSchema = z
  .union([
    z.object({
      field: z.string(),
      address: z.string().describe('Nobody has asked for it yet: whoever loads it tells its host that they look'),
      host: z.string(),
    }),
    z.object({
      field: z.string(),
      refused: z.enum(imageRefusals).describe('Why the value is no address of a picture'),
    }),
  ])
  .nullable()
  .describe('Where there is a picture of the person; null where none is known, and for those who see addresses masked')

/** How many of the newest runs a person's receipts are looked for in. */
const runsLookedThrough = 30

export const profileCardRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/profiles/search',
    tag,
    summary: 'Profiles in whose texts all of some words stand, by key; without words everybody',
    rights: 'viewer',
    body: z.strictObject({
      text: z.string().max(320).default('').describe('E-mail addresses are searched for those who see them in full'),
      limit: z.int().min(1).max(500).default(100),
      cursor: z.string().max(2000).exactOptional().describe('`next` of the page before'),
      skip: z
        .int()
        .min(0)
        .max(1_000_000)
        .exactOptional()
        .describe(
          'So many are passed over from there, for lists that are scrolled: one that is refreshed meanwhile moves',
        ),
    }),
    answers: {
      200: z.object({
        total: z.int().describe('On all pages'),
        refreshed: z.boolean().describe('Whether the source of the profiles was ever read'),
        columns: z.array(columnSchema),
        items: z.array(
          z.object({
            key: z.string(),
            email: z.string().nullable(),
            name: z.string().nullable(),
            isKeyShown: z.boolean().describe('Whether the key stands here in full, so that the card can be asked for'),
            row: cellRow,
          }),
        ),
        next: z.string().nullable().describe('The cursor of the next page'),
      }),
    },
    handle: async ({ app, person, body: { text, limit, cursor, skip }, signal }) => {
      const definitions = await definitionsOf(app)
      const catalogue = await catalogueOf(app, definitions)
      if (!catalogue) return { total: 0, refreshed: false, columns: [], items: [], next: null }
      const { environment, profiles } = definitions
      const show = valuesFor(person, definitions)
      const [after] = (await openPlace(app, 'profiles', cursor, z.tuple([z.string()]))) ?? []
      const search = {
        text,
        emailColumn: profiles.email,
        searchEmails: seesEmails(person, environment),
        after,
        skip,
        limit,
      }
      await using session = await app.engine.session()
      const found = await searchProfiles(session, catalogue.profile, search, { signal })
      return {
        total: found.total,
        refreshed: true,
        columns: [...catalogue.profile.columns],
        items: found.rows.map(({ key, row }) => ({
          ...shownKey(key, show),
          ...whoIs(profiles, row, show),
          row: shownRows([row], show)[0] ?? {},
        })),
        next: await sealPlace(app, 'profiles', found.last === undefined ? undefined : [found.last]),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/profiles/card',
    tag,
    summary: 'One profile: its fields with the source of each, and the segments that it is in',
    rights: 'viewer',
    body: z.strictObject(byKey),
    answers: {
      200: z.object({
        key: z.string(),
        email: z.string().nullable(),
        name: z.string().nullable(),
        fields: z.array(
          columnSchema.extend({
            value: z.unknown(),
            source: z
              .string()
              .nullable()
              .describe(
                'The source of the value; null where several were unified, and /unification/people/:id tells it',
              ),
          }),
        ),
        picture: pictureSchema,
        sources: z.array(z.object({ source: z.string(), key: z.string() })).describe('The rows that it is made of'),
        segments: z.array(z.object({ name: z.string(), displayName: z.string() })),
      }),
    },
    handle: async (asked) => {
      const { app, definitions, catalogue, show } = await asking(asked)
      const { key } = asked.body
      await using session = await app.engine.session()
      const row = await findProfile(session, catalogue.profile, key)
      const { segments, profiles } = definitions
      const within = await segmentsOfPerson(app, session, Object.keys(segments), [key])
      const shown = shownRows([row], show)[0] ?? {}
      return {
        key: show(key),
        ...whoIs(profiles, row, show),
        fields: catalogue.profile.columns.map((column) => ({
          ...column,
          value: shown[column.name] ?? null,
          source: profiles.from ?? null,
        })),
        picture: seesEmails(asked.person, definitions.environment) ? pictureOf(profiles, row) : null,
        sources: (await rowsBehind(app, session, definitions, key)).map((each) => ({ ...each, key: show(each.key) })),
        segments: within.map((name) => ({
          name,
          displayName: (segments[name] as SegmentDefinition | undefined)?.displayName ?? name,
        })),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/profiles/card/deliveries',
    tag,
    summary: 'Where a profile was delivered and when, what became of it in the last runs, and where the person left',
    rights: 'viewer',
    body: z.strictObject(byKey),
    answers: {
      200: z.object({
        deliveries: z
          .array(
            z.object({
              export: z.string(),
              list: z.string(),
              email: z.string(),
              deliveredAt: z.iso.datetime().describe('When it was last delivered there'),
            }),
          )
          .describe('What keeps the person on which list'),
        lists: z.array(
          z.object({
            list: z.string(),
            others: z.boolean().describe('The person was there before, or others put them there'),
            left: z.object({ kind: z.string(), since: moment }).nullable(),
          }),
        ),
        departures: z
          .array(z.object({ account: z.string(), kind: z.string(), since: moment }))
          .describe('Where the person unsubscribed or was deleted, for all lists of the account'),
        receipts: z.array(
          z.object({
            run: z.string(),
            export: z.string(),
            at: z.iso.datetime(),
            outcome: z.string(),
            reason: z.string().nullable(),
            detail: sentence.nullable(),
          }),
        ),
        runsLookedThrough: z.int().describe('So many of the newest runs the receipts are of'),
      }),
    },
    handle: async (asked) => {
      const { app, definitions, catalogue, show } = await asking(asked)
      const { key } = asked.body
      await using session = await app.engine.session()
      const row = await findProfile(session, catalogue.profile, key)
      const written = row[definitions.profiles.email]
      const email = typeof written === 'string' && written.trim() !== '' ? fold(written) : null
      const names = new Map(
        (await app.db.selectFrom('lists').select(['account_id', 'list_id', 'name']).execute()).map((list) => [
          `${list.account_id} ${list.list_id}`,
          list.name,
        ]),
      )
      const shown = (text: string | null) => (text === null ? null : show(text))
      const whose = { email: null, keys: [key, ...(await formerKeysOf(app, definitions, session, [key]))] }
      const claims = await claimsOfPerson(app, session, whose)
      const receipts = await receiptsOfPerson(app, session, whose, runsLookedThrough)
      return {
        deliveries: claims.map(({ account, list, deliveredAt, ...claim }) => ({
          export: claim.export,
          list: names.get(`${account} ${list}`) ?? list,
          email: show(claim.email),
          deliveredAt: new Date(deliveredAt).toISOString(),
        })),
        lists:
          email === null
            ? []
            : (await listsOfPerson(app, session, email)).map(({ name, others, left }) => ({
                list: name,
                others,
                left,
              })),
        departures: email === null ? [] : await departuresOfPerson(app, session, email),
        receipts: receipts.map(({ detail, ...receipt }) => ({ ...receipt, detail: shown(detail) })),
        runsLookedThrough,
      }
    },
  }),
  route({
    method: 'POST',
    path: '/profiles/card/related',
    tag,
    summary: 'The rows of other tables that belong to a profile over the relationships, the newest first',
    rights: 'viewer',
    body: z.strictObject({ ...byKey, limit: z.int().min(1).max(200).default(20).describe('Rows of each table') }),
    answers: {
      200: z.object({
        tables: z.array(
          z.object({
            table: z.string(),
            path: z.array(z.string()).describe('The relationships that lead there'),
            total: z.int(),
            columns: z.array(columnSchema),
            rows: z.array(cellRow),
          }),
        ),
      }),
    },
    handle: async (asked) => {
      const { app, catalogue, show } = await asking(asked)
      const { key, limit } = asked.body
      await using session = await app.engine.session()
      await findProfile(session, catalogue.profile, key)
      const related = await relatedRows(session, catalogue, key, { limit, signal: asked.signal })
      return {
        tables: related.map(({ table, path, total, rows }) => ({
          table: table.name,
          path: [...path],
          total,
          columns: [...table.columns],
          rows: shownRows(rows, show),
        })),
      }
    },
  }),
]

type AskedOfOne = Pick<Asked<unknown, unknown, { readonly key: string }>, 'app'> & {
  readonly person: Parameters<typeof valuesFor>[0]
}

async function asking({ app, person }: AskedOfOne) {
  const definitions = await definitionsOf(app)
  const catalogue = await openCatalogue(app, definitions)
  return { app, definitions, catalogue, show: valuesFor(person, definitions) }
}

async function definitionsOf(app: ServerApp): Promise<Definitions> {
  return resolveWhereSet(await loadDefinitions(app.db), app.variables)
}

/** Undefined before the profiles' source was read. */
async function catalogueOf(app: ServerApp, definitions: Definitions): Promise<Catalogue | undefined> {
  try {
    return await openCatalogue(app, definitions)
  } catch (thrown) {
    if (thrown instanceof NotRefreshedError || thrown instanceof NotUnifiedError) return undefined
    throw thrown
  }
}

/** The first picture there is of somebody; where there is none that can be fetched, the first value that should be one. */
function pictureOf(
  profiles: Definitions['profiles'],
  row: Readonly<Record<string, Cell>>,
): z.input<typeof pictureSchema> {
  const judged = imageColumns(profiles).flatMap((field) => {
    const value = row[field] ?? ''
    return String(value).trim() === '' ? [] : [{ field, ...judgeImage(String(value)) }]
  })
  return judged.find((each) => 'address' in each) ?? judged[0] ?? null
}

type SourceRow = { readonly source: string; readonly key: string }

/** The rows of sources that a profile is made of. */
async function rowsBehind(
  { db, directory }: ServerApp,
  session: EngineSession,
  { profiles }: Definitions,
  key: string,
): Promise<SourceRow[]> {
  if (!isUnified(profiles)) return [{ source: profiles.from, key }]
  const unified = (await unificationState(db))?.snapshot
  if (!unified) return []
  const { links } = unifiedFiles(unifiedFolder(directory, unified.version))
  return await session.rows<SourceRow>(
    `select source, key from ${readSnapshot([links])} where ${quoteName(customerId)} = $1 order by rid`,
    [key],
  )
}
