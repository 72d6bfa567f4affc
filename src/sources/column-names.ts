import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { SourceError } from './source-error.ts'

/**
 * The names of a file's columns, ready to be used: white space at their ends removed, a lonely empty one after the last
 * (the mark of a delimiter at the end of each line) left out. Throws SourceError for names that are empty, or equal but for
 * upper and lower case, since rules could not tell them apart.
 */
export function checkColumnNames(source: string, shown: string, given: readonly string[]): readonly string[] {
  const names = given.map((name) => name.trim())
  if (names.length > 1 && names.at(-1) === '') names.pop()
  const refuse = (problem: string): never => {
    throw new SourceError('source_columns', said`The source ${source} cannot be read from ${shown}: ${problem}`)
  }

  const empty = names.indexOf('')
  if (empty >= 0) refuse(said`column ${empty + 1} has no name. Its first line must name every column.`)
  const seen = new Map<string, { name: string; at: number }>()
  for (const [at, name] of names.entries()) {
    const folded = name.toLowerCase()
    const twin = seen.get(folded)
    if (twin) {
      const places = said`columns ${twin.at + 1} and ${at + 1}`
      refuse(
        twin.name === name
          ? said`${places} are both called "${name}". Give one of them another name.`
          : said`"${twin.name}" and "${name}" (${places}) differ only in upper and lower case. Give one of them another name.`,
      )
    }
    seen.set(folded, { name, at })
  }
  return names
}

/**
 * Refuses a part whose columns are not the first part's (in whatever order), naming the part and what is missing or new.
 */
export function checkSameColumns(
  source: string,
  first: { readonly shown: string; readonly names: readonly string[] },
  part: { readonly shown: string; readonly names: readonly string[] },
): void {
  const missing = first.names.filter((name) => !part.names.includes(name))
  const added = part.names.filter((name) => !first.names.includes(name))
  if (missing.length === 0 && added.length === 0) return
  const what = [
    missing.length > 0 && said`lacks ${list(missing)}`,
    added.length > 0 && said`has ${list(added)} besides`,
  ]
  throw new SourceError(
    'source_columns',
    said`The part ${part.shown} of the source ${source} ${what.filter(Boolean).join(' and ')}, compared with ${first.shown}. All parts of a source have the same columns.`,
  )
}

/** Refuses a definition that names a column which the source does not have, with the nearest one that it has. */
export function checkNamed(source: string, names: readonly string[], wanted: string, where: string): void {
  if (names.includes(wanted)) return
  throw new SourceError(
    'source_columns',
    said`${where} of the source ${source} names the column "${wanted}", which its data do not have.${didYouMean(wanted, names)} They have ${list(names)}.`,
  )
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => `"${name}"`)
  if (names.length > 12) shown.push(said`${names.length - 12} more`)
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? said`no columns`)
}
