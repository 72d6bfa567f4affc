import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../lib/app-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { publishFile } from '../../lib/durable-file.ts'
import { maskEmailsIn } from '../../lib/mask-email.ts'
import { said } from '../../lib/said.ts'

/** Who stopped all delivery, when (ISO 8601), and why. */
export type Pause = { readonly by: string; readonly at: string; readonly reason: string | null }

type Needs = { readonly directory: DataDirectory; readonly clock: Clock }

/** Raised where something would be sent while delivery is paused. */
export class DeliveryPausedError extends AppError {
  override readonly code = 'paused'
  override readonly recovery = 'later'
  constructor({ by, at, reason }: Pause) {
    super(
      reason
        ? said`Delivery was paused by ${by} at ${at} (${reason}); nothing is sent. Go on with: postbud resume`
        : said`Delivery was paused by ${by} at ${at}; nothing is sent. Go on with: postbud resume`,
    )
  }
}

/**
 * Stops all delivery: no import and no removal leaves any more, and what Constant Contact already has settles. It is a file
 * in the data directory, not a row, so that it can be written while another process has the embedded database.
 */
export async function pauseDelivery(
  { directory, clock }: Needs,
  { by, reason }: { readonly by: string; readonly reason: string | null },
): Promise<Pause> {
  const already = await readPause(directory)
  if (already) return already
  // No erasure looks for anybody in this file, and everybody reads it.
  const pause: Pause = { by, at: clock.now().toISOString(), reason: reason && maskEmailsIn(reason) }
  await publishFile(pauseFile(directory), (temporary) => writeFile(temporary, JSON.stringify(pause)))
  return pause
}

/** Lets delivery go on; answers the pause that ended, or undefined when there was none. */
export async function resumeDelivery(directory: DataDirectory): Promise<Pause | undefined> {
  const pause = await readPause(directory)
  await rm(pauseFile(directory), { force: true })
  return pause
}

export async function readPause(directory: DataDirectory): Promise<Pause | undefined> {
  try {
    return JSON.parse(await readFile(pauseFile(directory), 'utf8'))
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw thrown
  }
}

/** Throws DeliveryPausedError while delivery is paused. */
export async function refuseWhilePaused(directory: DataDirectory): Promise<void> {
  const pause = await readPause(directory)
  if (pause) throw new DeliveryPausedError(pause)
}

function pauseFile({ root }: DataDirectory): string {
  return join(root, 'paused.json')
}
