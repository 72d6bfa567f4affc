import { dirname, resolve } from 'node:path'
import type { Definitions, SourceDefinition } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import type { Certificate, Remaining } from '../db/tables/privacy.ts'
import { AppError } from '../lib/app-error.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { said } from '../lib/said.ts'
import { isUpload } from '../sources/is-upload.ts'
import type { ErasureRow } from './erasure-store.ts'
import type { ErasureSubject, KnownOnList } from './erasure-subject.ts'
import { definitionsNaming, isUser } from './in-database.ts'

type Needs = {
  readonly db: Db
  readonly directory: DataDirectory
  /** Paths of files are relative to the configuration file's folder. */
  readonly config: { readonly file: string }
}

/** Raised when the certificate of an erasure is asked for that has not ended. */
export class ErasureUnderWayError extends AppError {
  override readonly code = 'erasure_under_way'
  override readonly recovery = 'later'
  constructor({ id, waits_for }: ErasureRow) {
    super(
      said`Erasure ${id} has not ended, so there is no certificate yet. ${waits_for?.sentence ?? said`It goes on by itself.`}`,
    )
  }
}

/** The certificate of an erasure that is whole. Throws ErasureUnderWayError. */
export function certificateOf(erasure: ErasureRow): Certificate {
  if (!erasure.certificate || erasure.state === 'under_way') throw new ErasureUnderWayError(erasure)
  return erasure.certificate
}

type Ended = {
  readonly erasure: ErasureRow
  readonly subject: ErasureSubject
  /** What could not be looked through. */
  readonly unread: readonly Remaining[]
  readonly endedAt: Date
}

/** What an erasure did, from what was found before it was taken out. */
export async function makeCertificate(
  { db, directory, config }: Needs,
  definitions: Definitions,
  { erasure, subject, unread, endedAt }: Ended,
): Promise<Certificate> {
  const erased: Record<string, number> = {}
  for (const [place, entries] of Object.entries(subject.found)) {
    const kind = place.slice(0, place.indexOf(':'))
    if (entries > 0) erased[kind] = (erased[kind] ?? 0) + entries
  }
  const hashes = await db
    .selectFrom('erased_hashes')
    .select(['kind', 'hash'])
    .where('erasure_id', '=', erasure.id)
    .where('kind', 'in', ['email', 'key'])
    .orderBy('kind')
    .orderBy('hash')
    .execute()
  return {
    erasure: erasure.id,
    askedBy: erasure.asked_by,
    askedAt: erasure.asked_at.toISOString(),
    endedAt: endedAt.toISOString(),
    reason: erasure.reason,
    erased: Object.fromEntries(Object.entries(erased).sort()),
    remains: [...(await remainsOf({ db, directory, config }, definitions, subject)), ...unread],
    removedFrom: (subject.onLists ?? []).filter(wasTakenOff).map(({ name }) => name),
    hashes,
  }
}

function wasTakenOff({ removal }: KnownOnList): boolean {
  return removal?.outcome === 'removed'
}

async function remainsOf(
  { db, directory, config }: Needs,
  definitions: Definitions,
  subject: ErasureSubject,
): Promise<Remaining[]> {
  const { emails, onLists = [] } = subject
  const takenOff = new Set(onLists.filter(wasTakenOff).map(({ accountId, listId }) => `${accountId}/${listId}`))
  const lists = new Map(
    onLists
      .filter(({ accountId, listId }) => !takenOff.has(`${accountId}/${listId}`))
      .map((each) => [`${each.accountId}/${each.listId}`, each]),
  )
  const accounts = new Set(onLists.map(({ accountId }) => accountId))
  const sources = Object.entries(definitions.sources)
    .filter(([, definition]) => !isUploaded({ directory, config }, definition))
    .map(([name]) => name)
    .filter((name) => Object.keys(subject.found).some((place) => place.includes(`/tables/${name}/`)))
  const named = await definitionsNaming(db, emails)
  return [
    ...[...lists.values()].map(({ name, accountId, exportName }) => ({
      kind: 'contact_list',
      name,
      sentence: exportName
        ? said`As far as we know they are on the list "${name}" of the Constant Contact account ${accountId}, put there by export "${exportName}". Take them off there if that is wanted.`
        : said`As far as we know they are on the list "${name}" of the Constant Contact account ${accountId}, put there by others. Take them off there if that is wanted.`,
    })),
    ...[...accounts].map((name) => ({
      kind: 'account',
      name,
      sentence: said`They may be a contact of the Constant Contact account ${name}, with what was sent to it. Delete the contact there if that is wanted.`,
    })),
    ...sources.map((name) => ({
      kind: 'source',
      name,
      sentence: said`What source "${name}" reads is yours and was not changed. Erase them there too; until then they are left out whenever it is read.`,
    })),
    ...named.map((name) => ({
      kind: 'definition',
      name,
      sentence: said`The definition of ${name} names them. Change it if that is wanted.`,
    })),
    ...((await isUser(db, emails))
      ? [
          {
            kind: 'user',
            name: 'a user',
            sentence: said`They are a user of this Postbud. Remove them under its users.`,
          },
        ]
      : []),
    {
      kind: 'backup',
      name: 'backups',
      sentence: said`Backups made before hold what was in them. After restoring one, erase again.`,
    },
  ]
}

/** Whether everything that a source reads is ours to write anew. */
function isUploaded({ directory, config }: Pick<Needs, 'directory' | 'config'>, source: SourceDefinition) {
  const files = 'file' in source ? [source.file].flat() : []
  return files.length > 0 && files.every((file) => isUpload(directory, resolve(dirname(config.file), file)))
}

/** The certificate to be read by a person. */
export function certificateText(certificate: Certificate): string {
  const { erasure, askedBy, askedAt, endedAt, reason, erased, remains, removedFrom, hashes } = certificate
  const counts = Object.entries(erased).map(([kind, entries]) => `  ${kind}: ${entries.toLocaleString('en-US')}`)
  return [
    said`Certificate of erasure ${erasure}`,
    '',
    reason
      ? said`Asked for by ${askedBy} at ${askedAt} (${reason}), whole at ${endedAt}.`
      : said`Asked for by ${askedBy} at ${askedAt}, whole at ${endedAt}.`,
    '',
    said`Erased from Postbud, entries by kind of place:`,
    ...(counts.length > 0 ? counts : [said`  nothing was found`]),
    ...(removedFrom.length > 0 ? ['', said`Taken off the Constant Contact lists: ${removedFrom.join(', ')}.`] : []),
    '',
    said`What remains elsewhere:`,
    ...remains.map(({ sentence }) => `  - ${sentence}`),
    '',
    said`Remembered only as (HMAC-SHA-256 under the key of this installation):`,
    ...hashes.map(({ kind, hash }) => `  ${kind} ${hash}`),
    '',
  ].join('\n')
}
