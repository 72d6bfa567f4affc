import { glob, readdir, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'
import type { FileSource } from '../contract/definitions.ts'
import { messageOf } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { SourceError } from './source-error.ts'

export type FileFormat = NonNullable<FileSource['format']>

/** A file of a source as it was found, before anything of it was read. */
export type SourceFile = {
  /** Absolute. */
  readonly path: string
  /** As people call it: relative to the configuration file where it lies beside or below it. */
  readonly shown: string
  readonly size: number
  /** Nanoseconds since 1970, as text since they exceed a number. */
  readonly modified: string
}

/**
 * The files that a source's `file` stands for, in the order of their paths. A folder stands for every file in and below
 * it but those whose names start with a dot or an underscore, which other programs leave beside their parts.
 * Throws SourceError when a path does not exist, a pattern matches nothing, or something cannot be read.
 */
export async function findSourceFiles(
  name: string,
  definition: FileSource,
  folder: string,
): Promise<readonly SourceFile[]> {
  const patterns = typeof definition.file === 'string' ? [definition.file] : definition.file
  const found = new Map<string, SourceFile>()
  for (const pattern of patterns) {
    for (const path of await pathsOf(name, pattern, folder)) {
      const { size, mtimeNs } = await stat(path, { bigint: true })
      found.set(path, { path, shown: showPath(path, folder), size: Number(size), modified: mtimeNs.toString() })
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

async function pathsOf(name: string, pattern: string, folder: string): Promise<readonly string[]> {
  const path = resolve(folder, pattern)
  const there = await kindOf(name, path)
  if (there === 'file') return [path]
  if (there === 'folder') {
    const parts = await readParts(name, path)
    if (parts.length > 0) return parts
    throw new SourceError('source_file_missing', said`The folder ${path} of the source ${name} holds no files.`)
  }

  if (!/[*?[{]/.test(pattern)) {
    throw new SourceError(
      'source_file_missing',
      said`The source ${name} reads ${path}, and there is no such file. Paths are relative to the configuration file (${folder}).`,
    )
  }
  const matches: string[] = []
  for await (const match of glob(pattern, { cwd: isAbsolute(pattern) ? '/' : folder })) {
    const matched = resolve(folder, match)
    if ((await kindOf(name, matched)) === 'file') matches.push(matched)
  }
  if (matches.length > 0) return matches
  throw new SourceError(
    'source_file_missing',
    said`The source ${name} reads ${pattern}, and no file matches it in ${folder}.`,
  )
}

async function kindOf(name: string, path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch (thrown) {
    if (isMissing(thrown)) return undefined
    throw unreadable(name, path, thrown)
  }
}

async function readParts(name: string, folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !/(^|\/)[._]/.test(relative(folder, path)))
  } catch (thrown) {
    throw unreadable(name, folder, thrown)
  }
}

/** The error for a path that is there and cannot be read, with the system's own words. */
export function unreadable(name: string, path: string, thrown: unknown): SourceError {
  return new SourceError(
    'source_unreadable',
    said`The source ${name} reads ${path}, which cannot be read: ${unreadableWords(messageOf(thrown))}`,
    { cause: thrown },
  )
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')
}

function showPath(path: string, folder: string): string {
  const below = relative(folder, path)
  return below.startsWith('..') || isAbsolute(below) ? path : below
}

const extensions: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  txt: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  parquet: 'parquet',
  pq: 'parquet',
  json: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
}

/** The one format of a source's files: as declared, or by the ending of their names (`.gz` set aside). */
export function formatOf(name: string, definition: FileSource, files: readonly SourceFile[]): FileFormat {
  if (definition.format) return definition.format
  let first: { format: FileFormat; shown: string } | undefined
  for (const { shown } of files) {
    const ending = /\.([a-z0-9]+)(\.gz)?$/i.exec(shown)?.[1]?.toLowerCase() ?? ''
    const format = extensions[ending]
    if (!format) {
      throw new SourceError(
        'source_definition',
        said`The source ${name} reads ${shown}, whose name does not tell its format. Add "format:" (csv, tsv, parquet, json or ndjson) to the source.`,
      )
    }
    if (first && first.format !== format) {
      throw new SourceError(
        'source_definition',
        said`The source ${name} reads files of two formats: ${first.shown} (${first.format}) and ${shown} (${format}). The parts of one source have one format; narrow "file:" or make two sources.`,
      )
    }
    first ??= { format, shown }
  }
  return first?.format ?? 'csv'
}

/**
 * The system's or the engine's own words, with what to do about the ones that people meet: a file that was cut short on its
 * way, and one that is not what its name says.
 */
function unreadableWords(message: string): string {
  const words = (message.split('\n')[0] ?? '').trim().replace(/^(?:\w+ )?(?:\w+ )?Error: /, '')
  if (/magic bytes|not a parquet file/i.test(words)) {
    return said`it is no Parquet file. Declare its format, or have it written anew.`
  }
  if (/malformed json/i.test(words)) {
    return said`${words.replace(/ in file ".*?"/, '').replace(/[.:]?$/, '.')} If it is no JSON, declare its format.`
  }
  if (/unexpected end|incorrect (?:data|header) check|invalid (?:block|distance|code)/i.test(words)) {
    return said`${words}: it was cut short or damaged. Have it written or copied anew.`
  }
  if (/EACCES|EPERM|permission denied/i.test(words)) return said`${words}. Let the user that runs Postbud read it.`
  return words
}
