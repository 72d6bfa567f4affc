import type { Definitions } from '../contract/definitions.ts'
import { definitionsSchema } from '../contract/definitions-schema.ts'
import { parseSegment } from '../contract/parse-segment.ts'
import { deepest, isTooDeep } from '../lib/depth.ts'
import { keepable, unkeepableText } from '../lib/plain-text.ts'
import { said } from '../lib/said.ts'
import { type Mistake, shapeMistakes } from './shape-issues.ts'

/** Definitions as they were written, and what is wrong with their shape; undefined when there are mistakes. */
export type Judged = { readonly definitions: Definitions | undefined; readonly mistakes: readonly Mistake[] }

/** Judges the shape of definitions that came from outside; what refers to what is judged by `checkDefinitions`. */
export function judgeShape(root: Readonly<Record<string, unknown>>): Judged {
  if (isTooDeep(root)) {
    return refused([], said`expected at most ${deepest} levels in one another`)
  }
  const odd = unkeepableText(root)
  if (odd) return refused(odd, keepable)
  const parsed = definitionsSchema.safeParse(root)
  const mistakes = [
    ...(parsed.success ? [] : shapeMistakes(parsed.error.issues, root)),
    ...segmentMistakes(root.segments),
  ]
  return { definitions: parsed.success && mistakes.length === 0 ? parsed.data : undefined, mistakes }
}

function refused(path: Mistake['path'], message: string): Judged {
  return { definitions: undefined, mistakes: [{ path, message }] }
}

function segmentMistakes(segments: unknown): Mistake[] {
  if (typeof segments !== 'object' || segments === null || Array.isArray(segments)) return []
  return Object.entries(segments).flatMap(([name, segment]) =>
    parseSegment(segment).issues.map(({ path, message }) => ({ path: ['segments', name, ...path], message })),
  )
}
