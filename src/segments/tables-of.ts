import { type Catalogue, profileTable } from '../contract/catalogue.ts'
import type { RuleNode } from '../contract/segment.ts'
import { resolveColumn } from './resolve-column.ts'

/**
 * The tables whose rows a node looks at. Segments and aggregates are about the profile, whatever they read themselves; a
 * group without members looks at none. `home` is the table of bare names.
 */
export function tablesOf(catalogue: Catalogue, node: RuleNode, home: string = profileTable): ReadonlySet<string> {
  if ('all' in node) return union(node.all)
  if ('any' in node) return union(node.any)
  if ('not' in node) return tablesOf(catalogue, node.not, home)
  if (!('column' in node)) return new Set([profileTable])
  const resolved = resolveColumn(catalogue, node.column, home)
  return new Set(typeof resolved === 'string' ? [] : [resolved.table])

  function union(nodes: readonly RuleNode[]): ReadonlySet<string> {
    return new Set(nodes.flatMap((each) => [...tablesOf(catalogue, each, home)]))
  }
}
