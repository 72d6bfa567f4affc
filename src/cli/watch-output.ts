/** The reason for which work stops when whoever read the output has gone away: `postbud … | head -1`. */
export class OutputClosedError extends Error {
  override readonly name = 'OutputClosedError'
}

type Watched = {
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
  /** Called once, with what was in the way: OutputClosedError, or the error of a full disk. */
  readonly stop: (reason: Error) => void
}

/**
 * Listens for output that cannot be written, which would otherwise end the process with a stack. A reader that went away
 * wants no more of it and no word about it; anything else is told where that is still possible.
 */
export function watchOutput({ stdout, stderr, stop }: Watched): void {
  let stopped = false
  for (const stream of [stdout, stderr]) {
    // The listener stays: what is written from here on fails as well, and nobody needs to hear it again.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (stopped) return
      stopped = true
      if (error.code === 'EPIPE') return stop(new OutputClosedError('whoever read the output is gone'))
      if (stream === stdout) stderr.write(`error: The output could not be written: ${error.message}\n`)
      stop(error)
    })
  }
}
