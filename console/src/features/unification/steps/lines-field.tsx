import { Field, Textarea } from '@fluentui/react-components'
import { useState } from 'react'

/** Values written one a line. What is half written stays in the field until it is whole. */
export function LinesField({
  label,
  hint,
  lines,
  onChange,
}: {
  readonly label: string
  readonly hint: string
  readonly lines: readonly string[]
  readonly onChange: (lines: readonly string[]) => void
}) {
  const [typed, setTyped] = useState({ text: lines.join('\n'), of: lines })
  // Undone, or changed in the text beside: then that is what there is.
  const isOurs = typed.of === lines || sameLines(typed.of, lines)
  const text = isOurs ? typed.text : lines.join('\n')
  return (
    <Field label={label} hint={hint}>
      <Textarea
        value={text}
        resize="vertical"
        onChange={(_, { value }) => {
          const next = linesOf(value)
          setTyped({ text: value, of: next })
          onChange(next)
        }}
      />
    </Field>
  )
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Whether what is shown is what was typed, as far as that was whole. */
function sameLines(typed: readonly string[], lines: readonly string[]): boolean {
  return lines.length > 0 ? lines.every((line) => typed.includes(line)) : typed.length > 0
}
