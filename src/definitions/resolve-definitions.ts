import type { Definitions, ExportDefinition } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import { pathText } from '../lib/path-text.ts'
import { said } from '../lib/said.ts'
import { type Variables, VariableUnsetError } from '../lib/variables.ts'
import { kindOfSection, loadDefinitions } from './load-definitions.ts'
import { type Resolved, resolveValue, type Section } from './resolve-value.ts'

/** Raised where what a variable stands for cannot be: a time zone that nobody knows, an empty name of a list. */
export class VariableInvalidError extends AppError {
  override readonly code = 'variable_invalid'
  override readonly recovery = 'never'
  constructor(path: string, message: string) {
    super(said`${path}: ${message}. Set the variable to another value and try again.`)
  }
}

/** What was last applied, as it runs: see `resolveDefinitions`. Throws DefinitionsMissingError when nothing was. */
export async function loadResolved(needs: { readonly db: Db; readonly variables: Variables }): Promise<Definitions> {
  return resolveDefinitions(await loadDefinitions(needs.db), needs.variables)
}

/**
 * Definitions with the values of environment variables in place of the references in their texts, but for secrets, which
 * stay references (`resolveValue`). Each is resolved when it is first asked for, so that a variable has to be set only where
 * what refers to it is used; asking for one whose variable is unset throws VariableUnsetError with the variable and the path.
 */
export function resolveDefinitions(written: Definitions, variables: Variables): Definitions {
  const last = resolvedBefore.get(written)
  if (last?.variables === variables) return last.resolved
  const resolved = resolveEach(written, variables, { thingOf: (resolve) => settled(resolve()) })
  if (Object.isFrozen(written)) resolvedBefore.set(written, { variables, resolved })
  return resolved
}

/** What was resolved of definitions that are shared and never changed, with the variables that it was resolved with. */
const resolvedBefore = new WeakMap<Definitions, { readonly variables: Variables; readonly resolved: Definitions }>()

/** One export that was stored as it is written, as it runs. Throws like `resolveDefinitions`. */
export function resolveExport(name: string, written: ExportDefinition, variables: Variables): ExportDefinition {
  return settled(resolveValue(['exports', name], written, variables))
}

function settled<T>({ value, unset, mistakes }: Resolved<T>): T {
  const [open] = unset
  if (open) throw new VariableUnsetError(open.name, pathText(open.path))
  const [mistake] = mistakes
  if (mistake) throw new VariableInvalidError(pathText(mistake.path), mistake.message)
  return value
}

/** The same as far as variables are set, for showing and checking: what is unset stays as it is written. */
export function resolveWhereSet(written: Definitions, variables: Variables): Definitions {
  return resolveEach(written, variables, { thingOf: (resolve) => resolve().value })
}

/** What is left open in each of the definitions: unset variables, and values that cannot be. */
export function judgeReferences(written: Definitions, variables: Variables): Omit<Resolved<unknown>, 'value'> {
  const resolved = sections.flatMap((section) =>
    isNamed(section)
      ? Object.entries(written[section]).map(([name, thing]) => resolveValue([section, name], thing, variables))
      : [resolveValue([section], written[section], variables)],
  )
  return { unset: resolved.flatMap(({ unset }) => unset), mistakes: resolved.flatMap(({ mistakes }) => mistakes) }
}

const sections = ['environment', 'profiles', ...(Object.keys(kindOfSection) as (keyof typeof kindOfSection)[])] as const

function isNamed(section: Section): section is keyof typeof kindOfSection {
  return section in kindOfSection
}

type Take = { readonly thingOf: <T>(resolve: () => Resolved<T>) => T }

function resolveEach(written: Definitions, variables: Variables, { thingOf }: Take): Definitions {
  const whole = sections.map((section) => {
    if (!isNamed(section)) {
      return [section, () => thingOf(() => resolveValue([section], written[section], variables))] as const
    }
    const things = Object.entries(written[section]).map(
      ([name, thing]) => [name, () => thingOf(() => resolveValue([section, name], thing, variables))] as const,
    )
    return [section, () => onDemand(things)] as const
  })
  return onDemand(whole) as Definitions
}

/** An object whose values are made when they are first asked for. */
function onDemand(makers: readonly (readonly [name: string, make: () => unknown])[]): object {
  const object = {}
  for (const [name, make] of makers) {
    Object.defineProperty(object, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const value = make()
        Object.defineProperty(object, name, { enumerable: true, value })
        return value
      },
    })
  }
  return object
}
