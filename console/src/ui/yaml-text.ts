import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'

/** Something wrong with what is written as text, and the line that it stands on, counted from 1. */
export type TextIssue = { readonly line: number; readonly message: string }

export type ReadYaml = {
  /** Missing where it is no YAML. */
  readonly value?: unknown
  readonly issues: readonly TextIssue[]
  /** The line of what stands at a path, or of what holds it. */
  readonly lineOf: (path: readonly PropertyKey[]) => number
}

/** Reads YAML, and tells where in it things stand. */
export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false, logLevel: 'error' })
  const lineAt = (offset: number) => lines.linePos(offset).line
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const above = document.getIn(path.slice(0, length - 1))
      const last = path[length - 1]
      // The key tells the place better than its value, which may stand on lines below.
      const pair = isMap(above) ? above.items.find(({ key }) => isScalar(key) && key.value === last) : undefined
      const node = pair && isScalar(pair.key) ? pair.key : document.getIn(path.slice(0, length), true)
      const [start] = (node as { range?: [number, number, number] } | undefined)?.range ?? []
      if (start !== undefined) return lineAt(start)
    }
    return 1
  }
  const [error] = document.errors
  if (error) return { issues: [{ line: lineAt(error.pos[0]), message: error.message }], lineOf }
  try {
    return { value: document.toJS(), issues: [], lineOf }
  } catch (thrown) {
    // Aliases of aliases that would grow beyond all bounds.
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    return { issues: [{ line: 1, message }], lineOf }
  }
}

/** A path as the server writes it, `rules[0].where.all[1]`, as steps. */
export function pathSteps(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key = '']) =>
    index === undefined ? key : Number(index),
  )
}
