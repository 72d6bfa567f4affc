/** Something that the server found wrong, and where in `profiles` that is. */
export type Issue = { readonly path: string; readonly message: string }

/** The issues with their paths as the draft has them: `profiles.match[0]` is its `match[0]`. */
export function belowProfiles(issues: readonly Issue[]): readonly Issue[] {
  return issues.map(({ path, message }) => ({ path: path.replace(/^(body\.)?profiles\./, ''), message }))
}

/** What is wrong with what stands at a path, or below it. */
export function issuesAt(issues: readonly Issue[], path: string): readonly string[] {
  const found = issues.filter(
    (issue) => issue.path === path || issue.path.startsWith(`${path}.`) || issue.path.startsWith(`${path}[`),
  )
  return [...new Set(found.map(({ message }) => message))]
}

const outside = /^(exports|segments|relationships)\.([^.[]+)/

/** What needs the profiles as they were, where an issue is not of the profiles themselves. */
export function outsideOf(
  path: string,
): { readonly kind: 'exports' | 'segments' | 'relationships'; readonly name: string } | undefined {
  const [, kind, name = ''] = outside.exec(path) ?? []
  return kind === 'exports' || kind === 'segments' || kind === 'relationships' ? { kind, name } : undefined
}
