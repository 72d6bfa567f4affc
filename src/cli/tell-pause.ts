import { DeliveryPausedError, readPause } from '../exports/run/pause.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import type { Terminal } from './terminal.ts'

/** Says that delivery is paused where it is: whoever asks how things stand may not be who paused it. */
export async function tellPause(terminal: Terminal, directory: DataDirectory): Promise<void> {
  const pause = await readPause(directory)
  if (pause) terminal.print(terminal.style('yellow', new DeliveryPausedError(pause).message))
}
