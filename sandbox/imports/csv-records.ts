const QUOTE = 34
const COMMA = 44
const LF = 10
const CR = 13

/**
 * Reads CSV (RFC 4180, LF or CRLF) and hands over each record with the line it begins on, counted from 1 by line ends. The
 * array is used again for the next record. Stops when `visit` answers false. Blank lines are passed over.
 */
export function eachRecord(text: string, visit: (cells: string[], line: number) => boolean): void {
  const cells: string[] = []
  const end = text.length
  let at = 0
  let line = 1
  while (at < end) {
    const startLine = line
    cells.length = 0
    for (;;) {
      let cell: string
      if (text.charCodeAt(at) === QUOTE) {
        const close = closingQuote(text, at + 1)
        cell = text.slice(at + 1, close)
        if (cell.includes('\n')) line += cell.split('\n').length - 1
        if (cell.includes('"')) cell = cell.replaceAll('""', '"')
        at = close + 1
        // Whatever stands between the closing quote and the next delimiter is taken as text, as most readers do.
        const from = at
        while (at < end && text.charCodeAt(at) !== COMMA && text.charCodeAt(at) !== LF) at++
        if (at > from) cell += text.slice(from, text.charCodeAt(at - 1) === CR ? at - 1 : at)
      } else {
        const from = at
        let code = text.charCodeAt(at)
        while (at < end && code !== COMMA && code !== LF) code = text.charCodeAt(++at)
        cell = text.slice(from, at < end && code === LF && text.charCodeAt(at - 1) === CR && at > from ? at - 1 : at)
      }
      cells.push(cell)
      if (at >= end || text.charCodeAt(at) === LF) break
      at++
      if (at >= end) {
        cells.push('')
        break
      }
    }
    at++
    line++
    if (cells.length === 1 && cells[0] === '') continue
    if (!visit(cells, startLine)) return
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2)
  return at < 0 ? text.length : at
}
