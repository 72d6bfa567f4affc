/** A piece of HTML that is safe to put into a page as it stands. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Piece = Html | string | number | readonly Piece[]

/** HTML from a template; every value that is not HTML itself is escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return new Html(parts.map((part, i) => part + (i < values.length ? rendered(values[i] ?? '') : '')).join(''))
}

function rendered(piece: Piece): string {
  if (piece instanceof Html) return piece.text
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece))
  return piece.map(rendered).join('')
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dce3, #363a45); --soft: light-dark(#5d6473, #a3a9b8); --accent: light-dark(#1856c9, #8ab4ff) }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 1.5rem; background: light-dark(#fff, #16181d); color: light-dark(#1c1f26, #e8eaf0) }
a { color: var(--accent) } code { font-size: .9em } h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
th, .soft { color: var(--soft); font-weight: 500 } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums } .scroll { overflow-x: auto }
label { display: block } fieldset { border: 1px solid var(--line); border-radius: 6px; margin: 1rem 0 }
button { font: inherit; padding: .5rem 1.25rem; border-radius: 6px; border: 1px solid var(--accent); background: var(--accent); color: light-dark(#fff, #101216); cursor: pointer }
button.quiet { background: transparent; color: var(--accent) } input[type=search] { font: inherit; padding: .4rem .6rem; min-width: 16rem }
`

/** A whole page around a body. */
export function htmlPage(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Constant Contact sandbox</title><style>${new Html(STYLE)}</style></head>
<body>${body}</body></html>
`.text
}
