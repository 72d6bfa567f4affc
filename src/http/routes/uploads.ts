import { dirname, isAbsolute, relative } from 'node:path'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { recordAct } from '../../access/audit.ts'
import type { Person } from '../../access/person.ts'
import { loadDefinitions, readDefinitions } from '../../definitions/load-definitions.ts'
import { AppError } from '../../lib/app-error.ts'
import { said } from '../../lib/said.ts'
import { findSource } from '../../sources/find-source.ts'
import { receiveUpload, removeUnusedUploads, type Upload } from '../../sources/receive-upload.ts'
import { nameParams } from '../definition-schemas.ts'
import { InvalidRequestError } from '../http-errors.ts'
import { type Route, route } from '../route.ts'
import type { ServerApp } from '../server-app.ts'
import { filesOf, uploadOf } from '../uploaded-file.ts'

/** Raised when a file is sent for a source that does not read an upload. */
export class NoUploadError extends AppError {
  override readonly code = 'source_not_uploaded'
  override readonly recovery = 'never'
  constructor(name: string) {
    super(
      said`The source "${name}" does not read one uploaded file, so there is nothing to replace. Upload the file by itself, and change "file" of the source to the path that is answered.`,
    )
  }
}

const uploadSchema = z.object({
  file: z.string().describe('What a source says in `file:` to read it'),
  name: z.string(),
  bytes: z.int(),
})
const query = z.object({
  name: z.string().min(1).max(300).describe('What the file is called; its ending says what it holds'),
})
const tag = 'Data sources'
// The stream's own limit counts; this one is for what is read into memory.
const bodyLimit = Number.MAX_SAFE_INTEGER

/** Files come as they are, as application/octet-stream. */
export const uploadRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/uploads',
    tag,
    summary: 'Send a file to be read as a data source',
    rights: 'contributor',
    query,
    bodyLimit,
    answers: { 201: uploadSchema },
    handle: async ({ app, person, query: { name }, request, signal }) => {
      const upload = await receiveUpload(app, { name, content: contentOf(request.body), signal })
      await recordUpload(app, person, 'upload.create', upload)
      const stored = await readDefinitions(app.db)
      await removeUnusedUploads(
        app,
        stored.filter(({ kind }) => kind === 'source').flatMap(({ body }) => filesOf(body)),
      )
      return answerOf(app, upload)
    },
  }),
  route({
    method: 'PUT',
    path: '/sources/:name/file',
    tag,
    summary: 'Send the new content of a source that reads an uploaded file; its next refresh reads it',
    rights: 'contributor',
    params: nameParams,
    query,
    bodyLimit,
    answers: { 200: uploadSchema },
    handle: async ({ app, person, params, query: { name }, request, signal }) => {
      const file = uploadOf(app, findSource((await loadDefinitions(app.db)).sources, params.name))
      if (file === undefined) throw new NoUploadError(params.name)
      const upload = await receiveUpload(app, { name, content: contentOf(request.body), replaces: file, signal })
      await recordUpload(app, person, 'upload.replace', upload)
      return answerOf(app, upload)
    },
  }),
]

function contentOf(body: unknown): Readable {
  if (typeof body === 'object' && body !== null && 'pipe' in body) return body as Readable
  throw new InvalidRequestError([
    { path: 'body', message: said`expected the bytes of the file, with content-type: application/octet-stream` },
  ])
}

async function recordUpload(app: ServerApp, person: Person, action: string, upload: Upload): Promise<void> {
  const { name, bytes } = upload
  await recordAct(app, {
    actor: person,
    action,
    target: { kind: 'upload', name: pathOf(app, upload) },
    after: { name, bytes },
  })
}

/** Relative to the configuration file where the data directory lies below it, so that both can be moved together. */
function pathOf({ config }: ServerApp, { path }: Upload): string {
  const below = relative(dirname(config.file), path)
  return below.startsWith('..') || isAbsolute(below) ? path : below
}

function answerOf(app: ServerApp, upload: Upload): z.input<typeof uploadSchema> {
  return { file: pathOf(app, upload), name: upload.name, bytes: upload.bytes }
}
