import { AppError } from './app-error.ts'

export type Variables = Readonly<Record<string, string | undefined>>

/** Raised where a reference is resolved and its variable is not in the environment. */
export class VariableUnsetError extends AppError {
  override readonly code = 'variable_unset'
  override readonly recovery = 'never'
  constructor(name: string, where: string) {
    super(`The environment variable ${name}, which ${where} refers to, is not set. Set it and try again.`)
  }
}

const reference = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g

/** A text with its `${NAME}` references replaced; `$${` stands for a plain `${`. `where` is named when one is unset. */
export function resolveReferences(text: string, variables: Variables, where: string): string {
  return text.replace(reference, (_found, name: string | undefined) => {
    if (name === undefined) return '${'
    const value = variables[name]
    if (value === undefined) throw new VariableUnsetError(name, where)
    return value
  })
}

/** The names that a text refers to. */
export function referencesIn(text: string): string[] {
  return [...text.matchAll(reference)].flatMap(([, name]) => (name === undefined ? [] : [name]))
}
