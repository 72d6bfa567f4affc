import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { recordAct } from '../access/audit.ts'
import { requireFreshSignIn } from '../access/fresh-sign-in.ts'
import type { Person } from '../access/person.ts'
import type { App } from '../app.ts'
import { beginDraftSignIn } from '../connections/draft-sign-in.ts'
import { agree, becomeExportUser } from '../connections/draft-steps.ts'
import { makeList } from '../connections/make-list.ts'
import { openConstantContact } from '../connections/open-constant-contact.ts'
import { returnFromSignIn } from '../connections/return-from-sign-in.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Language } from '../contract/language.ts'
import { definitionsOf, loadDefinitions, readDefinitions } from '../definitions/load-definitions.ts'
import type { RunRow } from '../exports/run/run-store.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { beginConnection } from '../project/begin-connection.ts'
import { changeFromOutside } from '../project/change-from-outside.ts'
import { saveConnection } from '../project/save-connection.ts'
import { runNeeds } from '../run-needs.ts'
import { queueRun } from '../runs/queue-run.ts'
import { receiveUpload } from '../sources/receive-upload.ts'
import { makeShop } from './make-shop.ts'
import type { SampleAccount, SampleService } from './sample-account.ts'
import {
  type SampleFile,
  sampleConnection,
  sampleConnectionTo,
  sampleExports,
  sampleFiles,
  sampleLists,
  sampleName,
  sampleShop,
} from './sample-definitions.ts'

/** So many made-up customers fill a list in seconds and are enough for every screen to show something. */
const customers = 5_000

/** Raised where something is configured already: the sample is for an empty environment. */
export class SampleNotOfferedError extends AppError {
  override readonly code = 'sample_not_offered'
  override readonly recovery = 'never'
}

/** To which text about the transfer of data, and in which language, somebody said "I agree". */
type Consent = { readonly textVersion: string; readonly language: Language }

export type SampleNeeds = App & { readonly sample: SampleAccount }

/**
 * "Try it with sample data": a made-up shop, a local Constant Contact and two exports to it, by the very acts that a person would
 * do one by one, and their first runs. Goes on where it was cut short. The person agrees to the text about the transfer of data. Answers the runs. Throws SampleNotOfferedError, ReauthenticationNeededError, OtherTextError.
 */
export async function beginSample(
  needs: SampleNeeds,
  person: Person,
  { signal, ...consent }: Consent & { readonly signal: AbortSignal },
): Promise<readonly RunRow[]> {
  // Asked at once what the last steps ask, so that nobody waits for a refusal.
  requireFreshSignIn(needs, person)
  const before = await sampleSoFar(needs)
  const service = await needs.sample.start()
  if (!before) await makeSampleShop(needs, person, signal)
  const { connections, exports } = await loadDefinitions(needs.db)
  if (!Object.hasOwn(connections, sampleConnection)) await connectSample(needs, person, service, consent)
  if (Object.keys(exports).length === 0) await addExports(needs, person, signal)

  const definitions = await loadDefinitions(needs.db)
  const runs: RunRow[] = []
  for (const exportName of Object.keys(definitions.exports)) {
    const asked = { exportName, trigger: 'manual', actor: person } as const
    runs.push(await queueRun(runNeeds(needs, definitions), asked, definitions))
  }
  return runs
}

/** What there is of the sample; undefined where nothing is configured. Throws SampleNotOfferedError where something else is. */
async function sampleSoFar({ db, database }: App): Promise<Definitions | undefined> {
  if (database.kind !== 'embedded') {
    throw new SampleNotOfferedError(
      'The sample needs the embedded database: its Constant Contact runs in the one process of the server.',
    )
  }
  const stored = await readDefinitions(db)
  if (stored.length === 0) return undefined
  const definitions = definitionsOf(stored)
  if (definitions.environment.name === sampleName) return definitions
  throw new SampleNotOfferedError(
    'Something is configured here already, and the sample would mix with it. Start another Postbud with a data directory of its own (POSTBUD_DATA) for it.',
  )
}

async function makeSampleShop(needs: SampleNeeds, person: Person, signal: AbortSignal): Promise<void> {
  const folder = join(needs.directory.scratch, newId(needs.clock.now()))
  await mkdir(folder, { recursive: true })
  try {
    await makeShop({ engine: needs.engine, folder, customers })
    const put: [SampleFile, string][] = []
    for (const name of sampleFiles) {
      const content = createReadStream(join(folder, name))
      put.push([name, (await receiveUpload(needs, { name, content, signal })).path])
    }
    const shop = sampleShop(Object.fromEntries(put) as Record<SampleFile, string>)
    await changeFromOutside(needs, person, {
      edit: (nothing) => ({ ...nothing, ...shop }),
      ifMatch: [{ kind: 'environment', name: 'environment', version: null }],
      begins: true,
    })
    await recordAct(needs, {
      actor: person,
      action: 'sample.begin',
      target: { kind: 'environment', name: sampleName },
      after: { customers },
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The steps of making a connection. The sign-in page approves by itself, so the server goes there on the person's behalf. */
async function connectSample(
  needs: SampleNeeds,
  person: Person,
  service: SampleService,
  consent: Consent,
): Promise<void> {
  const given = { ...sampleConnectionTo(service), clientSecret: 'sandbox-secret' }
  const { id } = await beginConnection(needs, person, { name: sampleConnection, given })
  await agree(needs, person, id, consent)
  const redirectUrl = needs.config.http.callbackUrl.href
  const { address } = await beginDraftSignIn(needs, person, id, { otherAccount: 'refuse', redirectUrl })
  const answer = await needs.fetch(address, { redirect: 'manual' })
  await answer.body?.cancel()
  const back = new URL(answer.headers.get('location') ?? '', redirectUrl)
  const { kind } = await returnFromSignIn(needs, person, back.searchParams)
  if (kind !== 'signedIn') throw new SampleSignInError(kind)
  await becomeExportUser(needs, person, id)
  await saveConnection(needs, person, id)
}

/** Raised when the local Constant Contact does not let the sample in. */
class SampleSignInError extends AppError {
  override readonly code = 'sample_sign_in_failed'
  override readonly recovery = 'later'
  constructor(how: string) {
    super(`Signing in with the sample's Constant Contact ended as "${how}". Try again.`)
  }
}

async function addExports(needs: SampleNeeds, person: Person, signal: AbortSignal): Promise<void> {
  const definitions = await loadDefinitions(needs.db)
  const there = await listNames(needs, definitions, signal)
  for (const name of sampleLists.filter((each) => !there.has(each))) {
    await makeList(needs, person, { definitions, connection: sampleConnection, name }, signal)
  }
  await changeFromOutside(needs, person, { edit: (before) => ({ ...before, exports: sampleExports() }) })
}

async function listNames(
  needs: SampleNeeds,
  definitions: Definitions,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  await using client = await openConstantContact(needs, definitions, sampleConnection)
  return new Set((await client.readLists({ members: false }, signal)).map(({ name }) => name))
}
