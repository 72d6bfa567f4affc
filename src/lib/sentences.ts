/** By its template, `There is no segment "{0}".{1}`, each sentence of a language in another, with the same holes. */
export type Sentences = Readonly<Record<string, string>>

/** Says a text in another language; what is not known stays as it is. */
export type Translate = (text: string) => string

type Manners = {
  /** Numbers, dates: what is written otherwise in the other language. Answers what it is given where that is nothing of the kind. */
  readonly value: Translate
  /** What stands before the last of several names, and the same in the other language: ` and `. */
  readonly joints: Readonly<Record<string, string>>
}

/** A template, cut at its holes. */
type Known = {
  readonly texts: readonly string[]
  readonly holes: readonly string[]
  readonly other: string
}

/** A list of issues may be long, and what belongs together in it is short. */
const mostParts = 6
/** A template of fewer letters, `list {0}`, is not believed of what has several parts. */
const fewLetters = 8
const partsEnd = /(?<=[.?!])\s+|[:;]\s+|\s*\n\s*(?:- )?/g

/**
 * Tells sentences in another language by the templates that they were made of, so that a sentence stays one plain text where it is
 * stored, logged and shown by the command line, and what an earlier version or another process wrote down is read like any other.
 * What stands in a hole may be a sentence itself, unless it is in quotes: then it is a name. A text that no template makes is read
 * part by part, as sentences one after another or a list of them are.
 */
export function translation(sentences: Sentences, { value, joints }: Manners): Translate {
  const whole = new Map<string, string>()
  const known: Known[] = []
  for (const [template, other] of Object.entries(sentences)) {
    const holes = holesOf(template)
    if (holes.length === 0) whole.set(template.trim(), other.trim())
    else known.push({ texts: template.trim().split(hole), holes, other: other.trim() })
  }
  // The more of a sentence a template knows, the surer it is the one.
  known.sort((one, another) => lettersIn(another) - lettersIn(one))
  return inWords

  function inWords(text: string): string {
    // What begins a line of a list is no word.
    const at = /^\s*(?:- )?\s*/.exec(text)?.[0].length ?? 0
    const words = text.slice(at).trimEnd()
    if (words === '') return text
    const plain = value(words)
    const told = plain === words ? (asOneOrWithStop(words) ?? inParts(words)) : plain
    return text.slice(0, at) + told + text.slice(at + words.length)
  }

  function asOne(words: string): string | undefined {
    const same = whole.get(words)
    if (same !== undefined) return same
    const isOnePart = words.search(partsEnd) < 0
    for (const each of known) {
      const { texts, holes, other } = each
      if (!isOnePart && lettersIn(each) < fewLetters && texts.join('').search(partsEnd) < 0) continue
      const values = valuesIn(words, texts)
      if (!values) continue
      const told = new Map(holes.map((at, nth) => [at, isName(texts, nth) ? values[nth] : inWords(values[nth] ?? '')]))
      return other.replaceAll(hole, (at) => told.get(at) ?? '')
    }
    return undefined
  }

  /** The longest beginning that is a sentence, then the rest; a beginning that is none stays as it is. */
  function inParts(words: string): string {
    const ends = [...words.matchAll(partsEnd)].slice(0, mostParts)
    for (const { index, 0: gap } of ends.toReversed()) {
      const first = asOneOrWithStop(words.slice(0, index))
      if (first !== undefined) return first + gap + inWords(words.slice(index + gap.length))
    }
    const [end] = ends
    if (!end) return namesInWords(words)
    const next = end.index + end[0].length
    return words.slice(0, next) + inWords(words.slice(next))
  }

  function asOneOrWithStop(words: string): string | undefined {
    const whole = asOne(words)
    if (whole !== undefined || !words.endsWith('.')) return whole
    const bare = asOne(words.slice(0, -1))
    return bare === undefined ? undefined : `${bare}.`
  }

  function namesInWords(words: string): string {
    for (const [joint, other] of Object.entries(joints)) {
      const at = words.lastIndexOf(joint)
      const last = words.slice(at + joint.length)
      if (at > 0 && inQuotes.test(last) && /["'\]]$/.test(words.slice(0, at))) return words.slice(0, at) + other + last
    }
    return words
  }
}

const hole = /\{\d+\}/g
const inQuotes = /^(?:"[^"]*"|'[^']*'|\[[^\]]*\])$/

/** The holes of a template, in the order in which they stand. */
export function holesOf(template: string): string[] {
  return template.match(hole) ?? []
}

function lettersIn({ texts }: Known): number {
  return texts.join('').length
}

function isName(texts: readonly string[], nth: number): boolean {
  return ['"', "'"].some((quote) => texts[nth]?.endsWith(quote) && texts[nth + 1]?.startsWith(quote))
}

/**
 * What stands in the holes between the texts of a template, or undefined where it did not make these words. Each text is looked for
 * from the left: where that does not go on to the end, nothing does.
 */
function valuesIn(words: string, texts: readonly string[]): string[] | undefined {
  const first = texts[0] ?? ''
  const last = texts.at(-1) ?? ''
  if (!words.startsWith(first) || !words.endsWith(last)) return undefined
  const values: string[] = []
  let from = first.length
  for (const text of texts.slice(1, -1)) {
    const at = words.indexOf(text, from)
    if (at < 0) return undefined
    values.push(words.slice(from, at))
    from = at + text.length
  }
  const end = words.length - last.length
  if (end < from) return undefined
  values.push(words.slice(from, end))
  return values
}
