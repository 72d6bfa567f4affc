import { DefinitionsMissingError } from '../definitions/load-definitions.ts'

/** What `look` answers, or `nothing` as long as nothing is configured: then there is nothing to do by itself. */
export async function whenConfigured<T>(nothing: T, look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (thrown) {
    if (thrown instanceof DefinitionsMissingError) return nothing
    throw thrown
  }
}
