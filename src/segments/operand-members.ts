import { readSnapshot } from '../engine/write-snapshot.ts'
import { said } from '../lib/said.ts'
import { compileRules } from './compile-rules.ts'
import { type CompileState, mistake, type Path } from './compile-state.ts'

/**
 * The members of a segment that another one names, as a table expression. One that is computed with every refresh is
 * compiled into the statement, once however often it is named; an inactive or static one is read as it was last computed.
 */
export function operandMembers(state: CompileState, name: string, path: Path): string {
  const nobody = '(select null::varchar as profile_key where false)'
  const definition = state.segments[name]
  if (!definition) return nobody
  if (definition.state === 'inactive' || definition.type === 'static') {
    state.reads.lastMembers.add(name)
    const files = state.lastMembers?.(name)
    return files && files.length > 0 ? readSnapshot(files) : nobody
  }
  if (state.stack.includes(name)) {
    mistake(state, path, 'cycle', said`segments name each other in a circle: ${[...state.stack, name].join(' → ')}`)
    return nobody
  }
  if (!state.operands.has(name)) {
    const inner: CompileState = { ...state, stack: [...state.stack, name], issues: [] }
    const text = compileRules(inner, definition.rules)
    // Mistakes inside the other segment are told with it; here it is enough that it cannot be used.
    if (inner.issues.length > 0) {
      const cycle = inner.issues.find(({ code }) => code === 'cycle')
      mistake(
        state,
        path,
        cycle ? 'cycle' : 'operand_invalid',
        cycle?.message ?? said`segment "${name}" has mistakes of its own`,
      )
    }
    state.operands.set(name, text)
  }
  return operandTable(state, name) ?? nobody
}

/** The name under which an operand's statement stands in the `with` clause. */
export function operandTable(state: CompileState, name: string): string | undefined {
  const at = [...state.operands.keys()].indexOf(name)
  return at < 0 ? undefined : `operand_${at + 1}`
}
