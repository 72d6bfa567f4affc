/** What a source may be called after the name of a file or a table: `Kunder 2026.csv` becomes `kunder-2026`. */
export function proposedName(called: string): string {
  const spelled = called
    .replace(/\.gz$/i, '')
    .replace(/\.[a-z]+$/i, '')
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
  return spelled.slice(0, 60).replace(/-+$/, '')
}
