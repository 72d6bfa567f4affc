import { createContext, useContext } from 'react'
import { ProblemError } from '../../../app/api.ts'

/** What is wrong with what was sent, by where in the export it stands: `list`, `fields.first_name`. */
export type Issues = readonly { readonly path: string; readonly message: string }[]

const Context = createContext<Issues>([])

export const IssuesOf = Context.Provider

/** The issues of an export in an error of the server, whose paths begin with where the export stands: `exports.news.list`. */
export function issuesIn(error: Error | null): Issues {
  if (!(error instanceof ProblemError)) return []
  return error.issues.flatMap(({ path, message }) => {
    const inside = /^(?:definition\.|exports\.[a-z][a-z0-9-]*\.)(.+)$/.exec(path)?.[1]
    return inside === undefined ? [] : [{ path: inside, message }]
  })
}

/** Whether an error is told whole beside the fields that it is about. */
export function isToldAtFields(error: Error | null): boolean {
  return error instanceof ProblemError && error.issues.length > 0 && issuesIn(error).length === error.issues.length
}

/** What a field shows of what is wrong with it and what is in it; to be spread into Fluent's Field. */
export function useIssue(path: string) {
  const found = useContext(Context).filter(
    (issue) => issue.path === path || issue.path.startsWith(`${path}.`) || issue.path.startsWith(`${path}[`),
  )
  if (found.length === 0) return {}
  return { validationState: 'error', validationMessage: found.map(({ message }) => message).join(' ') } as const
}
