const letters: Readonly<Record<string, string>> = { æ: 'ae', ø: 'o', å: 'a', ß: 'ss' }

/** The name in addresses and files that goes with what people call it, and that no other has yet; empty for no letters. */
export function freeName(displayName: string, taken: readonly { readonly name: string }[]): string {
  const plain = displayName
    .toLowerCase()
    .replaceAll(/[æøåß]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 90)
  if (plain === '') return ''
  const isTaken = (name: string) => taken.some((each) => each.name === name)
  let name = plain
  for (let number = 2; isTaken(name); number += 1) name = `${plain}-${number}`
  return name
}
