/** A row of a source by its key. */
export type RowName = { readonly source: string; readonly key: string }

/** Rows as they stand after the # of an address, which no server and no log sees: a key may be somebody's e-mail address. */
export function rowsHash(rows: readonly RowName[]): string {
  return rows.map(({ source, key }) => `${encodeURIComponent(source)}/${encodeURIComponent(key)}`).join('/')
}

/** The two rows that stand there; empty texts for what does not. */
export function rowsIn(hash: string): readonly [RowName, RowName] {
  const [source = '', key = '', otherSource = '', otherKey = ''] = hash.split('/').map(decoded)
  return [
    { source, key },
    { source: otherSource, key: otherKey },
  ]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
