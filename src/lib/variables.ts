import { AppError } from './app-error.ts'
import { said } from './said.ts'

export type Variables = Readonly<Record<string, string | undefined>>

/** Raised where a reference is resolved and its variable is not in the environment. */
export class VariableUnsetError extends AppError {
  override readonly code = 'variable_unset'
  override readonly recovery = 'never'
  constructor(name: string, where: string) {
    super(said`The environment variable ${name}, which ${where} refers to, is not set. Set it and try again.`)
  }
}

const reference = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g

/** A text with its `${NAME}` references replaced; `$${` stands for a plain `${`. `where` is named when one is unset. */
export function resolveReferences(text: string, variables: Variables, where: string): string {
  return replaceReferences(text, (name) => {
    const value = variables[name]
    if (value === undefined) throw new VariableUnsetError(name, where)
    return value
  })
}

/** A text with its references replaced by what `lookUp` answers; a reference for which that is undefined stays. */
export function replaceReferences(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replace(reference, (found, name: string | undefined) =>
    name === undefined ? '${' : (lookUp(name) ?? found),
  )
}

/** The names that a text refers to. */
export function referencesIn(text: string): string[] {
  return [...text.matchAll(reference)].flatMap(([, name]) => (name === undefined ? [] : [name]))
}

export function hasReference(text: string): boolean {
  return referencesIn(text).length > 0
}
