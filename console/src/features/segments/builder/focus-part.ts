const fields = ':is(input:not([type=hidden]), select)'

/**
 * Puts the focus into the first field of the last part within an element, once it is drawn: whoever adds a condition goes on
 * with it. What is drawn is looked at, since the part has no id before it is there.
 */
export function focusLastPart(within: HTMLElement | null): void {
  setTimeout(() => {
    const parts = within?.querySelectorAll(':scope > [data-part]') ?? []
    const last = [...parts].at(-1)
    // A rule and a sub-rule begin with a condition, which is what comes next in them.
    const field =
      last?.querySelector<HTMLElement>(`:scope [data-part] ${fields}`) ?? last?.querySelector<HTMLElement>(fields)
    field?.focus()
  })
}

/** Puts the focus on what adds a part to the group that a part was taken out of, so that it is not lost with the part. */
export function focusBeside(part: HTMLElement | null): void {
  const group = part?.parentElement?.parentElement
  setTimeout(() => group?.querySelector<HTMLElement>(':scope > [data-add] button')?.focus())
}
