import { profileTable } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { outputTableNames } from '../refresh/profile-table.ts'
import { checkUnification } from './check-unification.ts'
import { listColumnUses } from './column-uses.ts'
import type { Mistake } from './shape-issues.ts'

type Path = readonly PropertyKey[]

/** Names of sources, segments, relationships and connections that nothing in the file bears, and segments that need themselves. */
export function checkReferences(definitions: Definitions): Mistake[] {
  const { sources, segments, relationships, connections, profiles, exports } = definitions
  const mistakes: Mistake[] = []
  const mustBe = (what: string, name: string, known: object, path: Path) => {
    if (!Object.hasOwn(known, name)) mistakes.push({ path, message: missing(what, name, Object.keys(known)) })
  }
  if (Object.hasOwn(sources, profileTable)) {
    mistakes.push({
      path: ['sources', profileTable],
      message: said`"${profileTable}" is what the customers are called; name the source otherwise`,
    })
  }
  if (profiles.from !== undefined) mustBe('source', profiles.from, sources, ['profiles', 'from'])

  const outputs = outputTableNames(definitions)
  for (const name of outputs.filter((table) => Object.hasOwn(sources, table))) {
    mistakes.push({
      path: ['sources', name],
      message: said`"${name}" is a table that unification writes; name the source otherwise`,
    })
  }
  const tables = { ...sources, [profileTable]: true, ...Object.fromEntries(outputs.map((name) => [name, true])) }
  for (const { path, table, column } of listColumnUses(definitions)) {
    if (path[0] === 'sources' || path[0] === 'profiles' || Object.hasOwn(tables, table)) continue
    const hint = said` The profile's own column of that name is written [profile, '${table}.${column}']`
    mistakes.push({ path, message: missing('source', table, Object.keys(tables)) + hint })
  }
  for (const [name, segment] of Object.entries(segments)) {
    for (const { path, kind, value } of namesIn(['segments', name, 'rules'], segment.rules)) {
      if (kind === 'segment') mustBe('segment', value, segments, path)
      if (kind === 'relationship') mustBe('relationship', value, relationships, path)
      if (kind === 'table') mustBe('source', value, tables, path)
    }
  }
  for (const [name, { connection, segments: used, fields }] of Object.entries(exports)) {
    if (connection !== undefined) mustBe('connection', connection, connections, ['exports', name, 'connection'])
    for (const [at, segment] of used.entries()) {
      mustBe('segment', segment, segments, ['exports', name, 'segments', at])
      if (used.indexOf(segment) < at) {
        mistakes.push({ path: ['exports', name, 'segments', at], message: said`"${segment}" stands here twice` })
      }
    }
    for (const [field, mapping] of Object.entries(fields)) {
      for (const { path, kind, value } of namesIn(['exports', name, 'fields', field], mapping)) {
        if (kind === 'relationship') mustBe('relationship', value, relationships, path)
        if (kind === 'table') mustBe('source', value, tables, path)
        if (kind === 'segment') mustBe('segment', value, segments, path)
      }
    }
  }
  return [...mistakes, ...checkUnification(definitions), ...circles(definitions)]
}

function missing(what: string, name: string, known: readonly string[]): string {
  const near = didYouMean(name, known)
  const list = known.length === 0 ? said`No ${what} is defined` : said`Known: ${known.join(', ')}`
  return said`there is no ${what} "${name}".${near || ` ${list}.`}`
}

type Named = { readonly path: Path; readonly kind: 'segment' | 'relationship' | 'table'; readonly value: string }

/** The names of things in rules: segments as operands, relationships to walk, and counted tables. */
function namesIn(path: Path, node: unknown): Named[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]): Named[] => {
    const here = [...path, Array.isArray(node) ? Number(key) : key]
    if (Array.isArray(node)) return namesIn(here, value)
    if (typeof value === 'string' && key === 'segment') return [{ path: here, kind: 'segment', value }]
    if (typeof value === 'string' && key === 'count') return [{ path: here, kind: 'table', value }]
    if (key === 'path' && Array.isArray(value)) {
      return value.map((name, at) => ({ path: [...here, at], kind: 'relationship', value: String(name) }))
    }
    return namesIn(here, value)
  })
}

/** Segments that, followed from operand to operand, come back to themselves; each circle is told once. */
function circles({ segments }: Definitions): Mistake[] {
  const operands = new Map(
    Object.entries(segments).map(([name, { rules }]) => [
      name,
      namesIn(['segments', name, 'rules'], rules).filter(({ kind }) => kind === 'segment'),
    ]),
  )
  const mistakes: Mistake[] = []
  const finished = new Set<string>()
  const follow = (name: string, trail: readonly string[]) => {
    if (finished.has(name)) return
    for (const { path, value } of operands.get(name) ?? []) {
      const start = [...trail, name].indexOf(value)
      if (start < 0) follow(value, [...trail, name])
      else
        mistakes.push({
          path,
          message: said`segments cannot need themselves: ${[...trail, name].slice(start).join(' → ')} → ${value}`,
        })
    }
    finished.add(name)
  }
  for (const name of operands.keys()) follow(name, [])
  return mistakes
}
