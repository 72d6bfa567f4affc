import type { EngineSession } from '../engine/engine.ts'

/**
 * Teaches a session the macro `edits(a, b)`: how many letters have to be added, deleted or changed to make one text the other. The engine's
 * own `levenshtein` counts bytes, by which ø for o is two edits (seen in DuckDB 1.5.5): letters beyond ASCII are first put in
 * the place of single bytes that neither text has.
 */
export async function teachEdits(session: EngineSession): Promise<void> {
  await session.run(
    `create or replace temp macro beyond_ascii(a, b) as
     array_to_string(list_sort(list_distinct(regexp_extract_all(a || b, '[^\\x00-\\x7f]'))), '')`,
  )
  await session.run(
    `create or replace temp macro free_bytes(a, b) as
     array_to_string(list_filter(list_transform(range(1, 128), x -> chr(x::integer)), x -> not contains(a || b, x)), '')`,
  )
  await session.run(
    `create or replace temp macro edits(a, b) as
     case when strlen(a) = length(a) and strlen(b) = length(b) then levenshtein(a, b)
     else levenshtein(translate(a, beyond_ascii(a, b), free_bytes(a, b)), translate(b, beyond_ascii(a, b), free_bytes(a, b))) end`,
  )
}

/** How many edits two texts may be apart of which the longer has `length` letters (SQL), to be alike by so many per cent. */
export function editsAllowedSql(length: string, percent: number): string {
  return `((${100 - percent} * ${length}) // 100)`
}
