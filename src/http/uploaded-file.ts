import { dirname, resolve } from 'node:path'
import { isUpload } from '../sources/is-upload.ts'
import type { ServerApp } from './server-app.ts'

/** The file that was sent here and is all that a source reads; undefined for any other source. */
export function uploadOf(app: Pick<ServerApp, 'config' | 'directory'>, source: object): string | undefined {
  const [file, ...others] = filesOf(source).map((each) => resolve(dirname(app.config.file), each))
  return file !== undefined && others.length === 0 && isUpload(app.directory, file) ? file : undefined
}

/** The paths that a source of files names, as they are written. */
export function filesOf(source: object): string[] {
  if (!('file' in source)) return []
  return (Array.isArray(source.file) ? source.file : [source.file]).map(String)
}
