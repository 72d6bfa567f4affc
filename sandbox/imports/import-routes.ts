import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Account } from '../accounts/account.ts'
import { type ActivityResult, newActivity } from '../activities/activity.ts'
import { refuseWhenQueueIsFull, startActivity } from '../activities/activity-routes.ts'
import { apiError, invalid } from '../wire/answers.ts'
import { apiRoute, type Call } from '../wire/api-route.ts'
import { rawBodies } from '../wire/build-server.ts'
import { objectBody, textsIn } from '../wire/read-body.ts'
import type { World } from '../world.ts'
import { csvSource, type ImportSource, jsonSource } from './import-source.ts'
import { checkListIds, listsOf } from './list-ids.ts'
import { readUpload } from './read-upload.ts'
import { keepImport } from './received-import.ts'
import { RowImporter } from './row-importer.ts'

/** The two bulk imports. Both answer 201 before anything is done. */
export function importRoutes(server: FastifyInstance, world: World): void {
  const needs = { scope: 'contact_data', privilege: 'contacts:write' } as const

  apiRoute(server, world, { method: 'POST', path: '/activities/contacts_file_import', ...needs }, (call) => {
    const raw = rawBodies.get(call.request)
    const contentType = call.request.headers['content-type'] ?? ''
    if (!raw || !contentType.startsWith('multipart/form-data')) throw unsupported()
    refuseWhenQueueIsFull(call)
    const upload = readUpload(raw, contentType)
    if (!upload) throw invalid('The parts file and list_ids are needed.')
    if (!upload.fileName.toLowerCase().endsWith('.csv')) throw unsupported()
    const listIds = upload.listIds.split(',').map((id) => id.trim().toLowerCase())
    checkListIds(listIds, call.account, world.unknowns)
    return takeImport(
      call,
      'contacts_file_import',
      upload.fileName,
      upload.bytes,
      listIds,
      csvSource(upload.bytes, call),
    )
  })

  apiRoute(server, world, { method: 'POST', path: '/activities/contacts_json_import', ...needs }, (call) => {
    refuseWhenQueueIsFull(call)
    const input = objectBody(call.body)
    const listIds = textsIn(input, 'list_ids', 50)?.map((id) => id.toLowerCase())
    const rows = input.import_data
    if (!listIds || !Array.isArray(rows) || rows.length === 0) throw invalid('import_data and list_ids are needed.')
    checkListIds(listIds, call.account, world.unknowns)
    const bytes = rawBodies.get(call.request) ?? Buffer.alloc(0)
    return takeImport(call, 'contacts_json_import', world.unknowns.jsonFileName, bytes, listIds, jsonSource(rows, call))
  })
}

function takeImport(
  call: Call,
  kind: 'contacts_file_import' | 'contacts_json_import',
  fileName: string | null,
  bytes: Buffer,
  listIds: readonly string[],
  source: ImportSource,
): unknown {
  const { world, account } = call
  const now = world.clock.now()
  const activity = newActivity(
    {
      kind,
      sourceFileName: fileName,
      durationMs: world.durationMs(source.rows),
      fault: world.activityFaults.next('import', fileName),
      work: (at, share) => runImport(account, world, source, listIds, at, share),
    },
    now,
  )
  keepImport(account.imports, {
    kind,
    fileName: fileName ?? '',
    activity,
    receivedAt: now,
    byteCount: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    listIds,
    rows: source.rows,
    bytes,
  })
  return startActivity(call, activity)
}

function runImport(
  account: Account,
  world: World,
  source: ImportSource,
  listIds: readonly string[],
  at: number,
  share: number,
): ActivityResult {
  const lists = listsOf(listIds, account)
  if (!lists) return { counters: {}, errors: ['The list was not found.'], failed: true }
  const importer = new RowImporter(account, world.unknowns, lists, at)
  const until = share >= 1 ? Number.POSITIVE_INFINITY : Math.floor(source.rows * share)
  source.each((targets, cells, line) => {
    if (importer.rows >= until) return false
    importer.take(targets, cells, line)
    return true
  })
  return importer.result()
}

function unsupported(): Error {
  return apiError(
    415,
    'contacts.api.unsupported_media_type',
    'The content type or the type of the file is not supported.',
  )
}
