import { watch } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sandbox } from '../../sandbox/start-sandbox.ts'

type Event = { readonly type: string; readonly stage?: string }

/** A process at work, as somebody who waits for the moment to kill it sees it. */
export type Watched = {
  readonly sandbox: Sandbox
  readonly onEvent: (tell: (event: Event) => void) => void
  readonly onFile: (told: (path: string) => void) => void
  /** Asks again and again until it is so, or the process has ended. */
  readonly until: (so: () => boolean) => Promise<boolean>
  readonly stop: () => void
}

/** Waits for its moment in a process and kills there. */
export type Arm = (seen: Watched, kill: () => void) => void

export function watched(place: { sandbox: Sandbox; data: string; onEvent: Watched['onEvent'] }): Watched {
  const tellers: ((path: string) => void)[] = []
  const watcher = watch(place.data, { recursive: true }, (_, path) => {
    for (const tell of tellers) tell(path ?? '')
  })
  let stopped = false
  return {
    sandbox: place.sandbox,
    onEvent: place.onEvent,
    onFile: (told) => tellers.push(told),
    until: async (so) => {
      while (!stopped) {
        if (so()) return true
        await sleep(1)
      }
      return false
    },
    stop: () => {
      stopped = true
      watcher.close()
    },
  }
}

/** So many milliseconds after the process was started. */
export function after(ms: number): Arm {
  return (_, kill) => {
    setTimeout(kill, ms).unref()
  }
}

/** When the process tells its nth event of a kind (or enters a stage), or `ms` later. */
export function onEvent(what: string, nth = 1, ms = 0): Arm {
  return (seen, kill) => {
    let met = 0
    seen.onEvent(({ type, stage }) => {
      if (type !== what && stage !== what) return
      met += 1
      if (met === nth) setTimeout(kill, ms)
    })
  }
}

/** While the process waits for the answer to its nth import, which the sandbox takes only after the process is dead. */
export function beforeImport(nth: number): Arm {
  return (seen, kill) => {
    const { control } = seen.sandbox
    const already = posts(seen)
    control.fault({ method: 'POST', path: 'contacts_file_import', nth, action: { delayMs: 250 } })
    void seen.until(() => posts(seen) >= already + nth).then((so) => so && kill())
  }
}

/** In the instant in which the sandbox has taken the nth import. */
export function afterImport(nth: number): Arm {
  return (seen, kill) => {
    const { control } = seen.sandbox
    const already = control.imports().length
    void seen.until(() => control.imports().length >= already + nth).then((so) => so && kill())
  }
}

/** In the instant in which the sandbox has taken a removal. */
export function afterRemoval(): Arm {
  return (seen, kill) => {
    const removals = () => seen.sandbox.control.requests().byRoute['POST /v3/activities/remove_list_memberships'] ?? 0
    const already = removals()
    void seen.until(() => removals() > already).then((so) => so && kill())
  }
}

/** When the sandbox never got the nth import, and the process does not know. */
export function lostImport(nth: number): Arm {
  return (seen, kill) => {
    const already = posts(seen)
    seen.sandbox.control.fault({ method: 'POST', path: 'contacts_file_import', nth, action: 'drop-before' })
    void seen.until(() => posts(seen) >= already + nth).then((so) => so && setTimeout(kill, 20))
  }
}

/** When a file whose path matches appears in the data directory or is renamed there. */
export function onFile(path: RegExp, ms = 0): Arm {
  return (seen, kill) => seen.onFile((found) => path.test(found) && setTimeout(kill, ms))
}

function posts({ sandbox }: Watched): number {
  return sandbox.control.requests().log.filter(({ route, method }) => method === 'POST' && /file_import/.test(route))
    .length
}
