/**
 * Whether a folded e-mail looks like one that can be delivered, as an SQL condition. Constant Contact publishes no rule; its
 * staff advise no spaces, commas or brackets, an @ and a full domain (constant-contact.md, 11). What this lets through and
 * Constant Contact does not is told by its answer, so the pattern errs on the side of letting through.
 *
 * Classes of Unicode are dear: a pattern with eight of them takes longer to prepare than everything else a small plan does.
 * So the shape is looked at with everything outside ASCII let through, and what is outside ASCII only where there is some.
 */
export function wellFormedEmail(sql: string): string {
  const allAscii = `strlen(${sql}) = length(${sql})`
  return `(regexp_full_match(${sql}, '${shape}') and (${allAscii} or regexp_full_match(${sql}, '${letters}')))`
}

const beyond = '\\x{80}-\\x{10ffff}'
const atom = '[^\\x00-\\x20\\x7f@,;:<>()\\[\\]\\\\"\\.]+'
const letter = `[a-zA-Z${beyond}]`
const either = `[a-zA-Z0-9${beyond}]`
const inside = `[a-zA-Z0-9${beyond}-]*`
const shape = `${atom}(\\.${atom})*@(${either}(${inside}${either})?\\.)+${letter}${inside}${either}`

/** No kind of blank and nothing that cannot be seen; in the domain nothing but letters and digits, and first a letter at its end. */
const letters = '[^\\p{Z}\\p{C}]*@[\\p{L}\\p{N}.-]*\\.\\p{L}[\\p{L}\\p{N}-]*'
