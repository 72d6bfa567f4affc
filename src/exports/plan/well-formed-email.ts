/**
 * Whether a folded e-mail looks like one that can be delivered, as an SQL condition. Constant Contact publishes no rule; its
 * staff advise no spaces, commas or brackets, an @ and a full domain (constant-contact.md, 11). What this lets through and
 * Constant Contact does not is told by its answer, so the pattern errs on the side of letting through.
 */
export function wellFormedEmail(sql: string): string {
  return `regexp_full_match(${sql}, '${localPart}@${domain}')`
}

const atom = '[^\\s\\p{Z}\\p{C}@,;:<>()\\[\\]\\\\"\\.]+'
const localPart = `${atom}(\\.${atom})*`
const label = '[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?'
const domain = `(${label}\\.)+[\\p{L}][\\p{L}\\p{N}-]*[\\p{L}\\p{N}]`
