import { editsAllowedSql } from './edit-distance.ts'

/**
 * Blocking that misses nothing. Of two texts that are at most k edits apart, the longer is cut into k + 1 pieces: an edit touches
 * one piece, so at least one of them stands untouched in the shorter, moved by no more than the edits to its left and to its
 * right allow (Li, Deng, Wang, Feng: Pass-Join, 2011). So texts are put together that share a piece at such a place, and all that
 * could be alike are.
 *
 * Both queries go over a table with the columns `e` (whose text it is), `k` (the block it is in so far) and `v` (the text), and
 * answer `e` and the finer block `k`, salted with `role`. Where the pieces are hangs on lengths alone, so that it is told once a
 * length, and the texts are joined with that: six times as fast as once a text.
 */
export function longSignatures(table: string, percent: number, role: number): string {
  const places = `
    select l, i, start as place, size from (${piecesOf(`select distinct length(v) as l from ${table}`, percent)})`
  return signed(table, places, 'l', role)
}

/** The pieces that longer texts (or, `as long, too`, texts as long) would have in common with these; some more than once. */
export function shortSignatures(
  table: string,
  percent: number,
  role: number,
  which: 'longer' | 'as long, too',
): string {
  const from = which === 'longer' ? 'm + 1' : 'm'
  const lengths = `
    select m, unnest(range(${from}, (m * 100) // ${percent} + 1)) as l from (select distinct length(v) as m from ${table})`
  const places = `
    select m, l, i, size, unnest(range(
      greatest(0, start - i, start - (l - m) - (pieces - 1 - i)),
      least(m - size, start + i, start - (l - m) + (pieces - 1 - i)) + 1)) as place
    from (${piecesOf(lengths, percent)}) where m >= size`
  return signed(table, places, 'm', role)
}

/** The pieces of texts with the lengths `l` of a query: `i` counts them, and each has a start and a size: as even as can be, the longer pieces last. */
function piecesOf(lengths: string, percent: number): string {
  return `
    select *, i * (l // pieces) + greatest(0, i - (pieces - l % pieces)) as start, l // pieces + (i >= pieces - l % pieces)::integer as size
    from (select *, unnest(range(pieces)) as i from (select *, ${editsAllowedSql('l', percent)} + 1 as pieces from (${lengths})))`
}

/** The texts' pieces at the places that there are for their length, which `length` names among the places' columns. */
function signed(table: string, places: string, length: string, role: number): string {
  return `
    select e, hash(k, salt, substr(v, place + 1, size)) as k
    from ${table} join (select ${length} as letters, hash(${role}, l, i) as salt, place, size from (${places})) on letters = length(v)`
}
