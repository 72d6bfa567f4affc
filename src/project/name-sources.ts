import { basename, dirname, extname, join } from 'node:path'

/** A source as `postbud init` names it: one file, a folder, or several files that are parts of one table. */
export type NamedFiles = { readonly name: string; readonly file: string }

/**
 * Groups the paths that were shown into sources and names them after their files. Files of one folder that differ only in a
 * number at their end (purchases-2024.parquet, purchases-2025.parquet) are parts of one source, written as a glob.
 */
export function nameSources(paths: readonly string[]): NamedFiles[] {
  const groups = new Map<string, { stem: string; extension: string; folder: string; paths: string[] }>()
  for (const path of paths) {
    const { stem, extension } = splitName(path)
    const folder = dirname(path)
    const key = `${folder}/${stem}/${extension}`
    const group = groups.get(key) ?? { stem, extension, folder, paths: [] }
    groups.set(key, group)
    group.paths.push(path)
  }
  const taken = new Set(['profile'])
  return [...groups.values()].map((group) => {
    const [first = ''] = group.paths
    const several = new Set(group.paths).size > 1
    const whole = several ? group.stem : splitExtension(basename(first)).whole
    const name = unusedName(asName(whole), taken)
    taken.add(name)
    return { name, file: several ? join(group.folder, `${group.stem}*${group.extension}`) : first }
  })
}

function splitName(path: string): { stem: string; extension: string } {
  const { whole, extension } = splitExtension(basename(path))
  return { stem: whole.replace(/\d[\d._-]*$/, ''), extension }
}

function splitExtension(name: string): { whole: string; extension: string } {
  const gzip = /\.gz$/i.exec(name)?.[0] ?? ''
  const inner = name.slice(0, name.length - gzip.length)
  const extension = extname(inner) + gzip
  return { whole: name.slice(0, name.length - extension.length), extension }
}

/** A text as a name of ours: small letters, digits and hyphens, a letter first. */
export function asName(text: string): string {
  const plain = text
    .replaceAll(/[æÆ]/g, 'ae')
    .replaceAll(/[øØ]/g, 'o')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .replace(/-+$/, '')
  return plain === '' ? 'data' : plain
}

function unusedName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  let number = 2
  while (taken.has(`${name}-${number}`)) number += 1
  return `${name}-${number}`
}
