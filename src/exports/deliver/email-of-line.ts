/** The e-mail of a line of ours: its first cell. */
export function emailOfLine(line: string): string {
  if (!line.startsWith('"')) {
    const comma = line.indexOf(',')
    return comma < 0 ? line : line.slice(0, comma)
  }
  const end = line.search(/"(,|$)/)
  return line.slice(1, end).replaceAll('""', '"')
}
