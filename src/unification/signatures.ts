import { editsAllowedSql } from './edit-distance.ts'

/**
 * Blocking that misses nothing. Of two texts that are at most k edits apart, the longer is cut into k + 1 pieces: an edit touches
 * one piece, so at least one of them stands untouched in the shorter, moved by no more than the edits to its left and to its
 * right allow (Li, Deng, Wang, Feng: Pass-Join, 2011). So texts are put together that share a piece at such a place, and all that
 * could be alike are.
 *
 * Both queries go over a table with the columns `e` (whose text it is), `k` (the block it is in so far) and `v` (the text), and
 * answer `e` and the finer block `k`, salted with `role`.
 */
export function longSignatures(table: string, percent: number, role: number): string {
  return `
    select e, hash(k, ${role}, l, i, substr(v, start + 1, size)) as k
    from (select *, ${pieces} from (select e, k, v, l, pieces, unnest(range(pieces)) as i
      from (select e, k, v, length(v) as l, ${editsAllowedSql('length(v)', percent)} + 1 as pieces from ${table})))`
}

/** The pieces that longer texts (or, `strictly` not, texts as long) would have in common with these. */
export function shortSignatures(
  table: string,
  percent: number,
  role: number,
  which: 'longer' | 'as long, too',
): string {
  const from = which === 'longer' ? 'm + 1' : 'm'
  return `
    select distinct e, hash(k, ${role}, l, i, substr(v, place + 1, size)) as k
    from (
      select *, unnest(range(
        greatest(0, start - i, start - (l - m) - (pieces - 1 - i)),
        least(m - size, start + i, start - (l - m) + (pieces - 1 - i)) + 1)) as place
      from (select *, ${pieces} from (select e, k, v, m, l, pieces, unnest(range(pieces)) as i
        from (select e, k, v, m, l, ${editsAllowedSql('l', percent)} + 1 as pieces
          from (select e, k, v, length(v) as m, unnest(range(${from.replace('m', 'length(v)')}, (length(v) * 100) // ${percent} + 1)) as l from ${table}))))
      where m >= size
    )`
}

/** Where piece \`i\` of a text of \`l\` letters starts and how long it is: as even as can be, the longer pieces last. */
const pieces = `
  i * (l // pieces) + greatest(0, i - (pieces - l % pieces)) as start,
  l // pieces + (i >= pieces - l % pieces)::integer as size`
