import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A disk of its own in memory, which can be filled and made read-only. */
export type SmallDisk = {
  readonly folder: string
  /** Takes all the room that is left. */
  readonly fill: () => void
  readonly free: () => void
  readonly set: (how: 'read-only' | 'writable') => void
}

const { uid, gid } = userInfo()
const asRoot = uid === 0 ? [] : ['sudo', '-n']

/** Whether tests may mount one. Where they may not they are skipped, loudly; with POSTBUD_REQUIRE_ALL=1 they run and fail. */
export const smallDiskMissing = !mayMount() && process.env.POSTBUD_REQUIRE_ALL !== '1'
if (smallDiskMissing) {
  process.stderr.write(
    '\nSKIPPED: tests on a full and a read-only disk. They mount one in memory: run them as root.\n\n',
  )
}

/** Mounts one for the test that asks; gone when the test is over. */
export function smallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'postbud-disk-'))
  mount('-t', 'tmpfs', '-o', `size=${megabytes}m,uid=${uid},gid=${gid},mode=700`, 'tmpfs', folder)
  onTestFinished(() => {
    // Whatever a process that ends late still holds open is let go with it.
    execute('umount', '--lazy', folder)
    rmSync(folder, { recursive: true, force: true })
  })
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: () => {
      const { bavail, bsize } = statfsSync(folder)
      try {
        writeFileSync(filler, Buffer.alloc(bavail * bsize))
      } catch (error) {
        // The process under test took some of the room between the two lines. Full is full, whoever filled it.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
      }
    },
    free: () => rmSync(filler, { force: true }),
    set: (how) => mount('-o', `remount,${how === 'read-only' ? 'ro' : 'rw'}`, folder),
  }
}

function mount(...args: string[]): void {
  execute('mount', ...args)
}

function execute(...command: string[]): void {
  const [program = '', ...args] = [...asRoot, ...command]
  execFileSync(program, args, { stdio: 'pipe' })
}

function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'postbud-disk-'))
  try {
    mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)
    execute('umount', folder)
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
