import { lstat } from 'node:fs/promises'
import type { SourceDefinition } from '../contract/definitions.ts'
import type { ControlDatabase } from '../db/database.ts'
import type { InputFile } from '../db/tables/sources.ts'
import type { Engine } from '../engine/engine.ts'
import { personMarks } from '../erased/person-marks.ts'
import { layOutGone, type PersonColumns, type PersonValue } from '../erased/person-rows.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { publishFile } from '../lib/durable-file.ts'
import { hashOf } from '../lib/hash-file.ts'
import { isUpload } from './is-upload.ts'
import { lockUpload } from './lock-upload.ts'
import { fileWithout } from './upload-without.ts'

type Needs = {
  readonly database: Pick<ControlDatabase, 'tryLock'>
  readonly engine: Engine
  readonly directory: DataDirectory
  readonly clock: Clock
}

type Read = {
  readonly name: string
  readonly definition: SourceDefinition
  readonly personColumns: PersonColumns
  readonly inputs: readonly InputFile[]
  /** Who was found in them that was erased before. */
  readonly gone: readonly PersonValue[]
}

/**
 * Takes people who were erased out of the uploads in which somebody brought them again, so that they are not kept there either. Answers the
 * inputs as they are then: reading them again would find the same rows. Files of people's own are left as they are.
 */
export async function leaveOutOfUploads(
  needs: Needs,
  { name, definition, personColumns, inputs, gone }: Read,
  signal?: AbortSignal,
): Promise<readonly InputFile[]> {
  if (gone.length === 0 || 'postgres' in definition) return inputs
  const marks = personMarks(gone)
  await using session = await needs.engine.session()
  await layOutGone(session, gone)
  const rest: InputFile[] = []
  for (const input of inputs) {
    if (!isUpload(needs.directory, input.path)) {
      rest.push(input)
      continue
    }
    const asked = { source: name, definition, columns: personColumns, marks, session, ...(signal && { signal }) }
    await using _ = await lockUpload(needs, input.path)
    // Another one that was put in its place meanwhile is read by the next refresh.
    if (await isStill(input)) {
      await publishFile(input.path, async (to) => void (await fileWithout(input, { ...asked, to })))
      const { size, mtimeNs } = await lstat(input.path, { bigint: true })
      const hash = await hashOf(input.path, signal)
      rest.push({ ...input, size: Number(size), modified: mtimeNs.toString(), hash })
    } else rest.push(input)
  }
  return rest
}

async function isStill({ path, size, modified }: InputFile): Promise<boolean> {
  const now = await lstat(path, { bigint: true }).catch(() => undefined)
  return now?.isFile() === true && Number(now.size) === size && now.mtimeNs.toString() === modified
}
