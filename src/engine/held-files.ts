import { closeSync, fstatSync, openSync, statSync } from 'node:fs'

/** Where the system shows a process the files that it has open (Linux, macOS). Where there is no such place, files are read by their own names. */
const openFiles = ['/proc/self/fd', '/dev/fd'].find(showsFiles)

/** Files as they were at one moment, whatever is put in their place meanwhile, until they are let go. */
export interface HeldFiles extends Disposable {
  /** The name by which the file at a path is read as it is now. A path is held once; one where nothing is stays as it is. */
  hold(path: string): string
  /** A message with the files' own names again. */
  told(message: string): string
}

/**
 * Holds files open, so that whoever opens them anew by the names given here, as the engine does for a statement's meaning and again
 * for each thread's rows, gets the very same file each time. It works for files that were replaced or removed, as erasing somebody
 * does, and leaves nothing behind: what was removed is gone from the disk with the last who holds it, which the end of a process, a
 * kill too, makes certain. Names are given again, to other files: nothing may be kept by them.
 */
export function holdFiles(): HeldFiles {
  const held = new Map<string, number>()
  return {
    hold(path) {
      if (!openFiles) return path
      const number = held.get(path) ?? openIfThere(path)
      if (number === undefined) return path
      held.set(path, number)
      return `${openFiles}/${number}`
    },
    told(message) {
      const named = [...held].map(([path, number]) => [`${openFiles}/${number}`, path] as const)
      return named.reduce((text, [name, path]) => text.replace(new RegExp(`${name}(?!\\d)`, 'g'), () => path), message)
    },
    [Symbol.dispose]() {
      for (const number of held.values()) closeSync(number)
      held.clear()
    },
  }
}

function showsFiles(folder: string): boolean {
  const number = openSync(process.execPath, 'r')
  try {
    const [own, shown] = [fstatSync(number), statSync(`${folder}/${number}`, { throwIfNoEntry: false })]
    return shown?.ino === own.ino && shown.dev === own.dev && shown.size === own.size
  } finally {
    closeSync(number)
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw thrown
  }
}
