import type { Column } from '../sources/sources.ts'
import type { MemberSample } from './segment-looks.ts'

type Member = MemberSample['items'][number]

export type MemberColumn = {
  readonly key: string
  readonly header: string
  readonly text: (member: Member) => string
}

/** Members' columns, what they are called as the first; where nothing tells that, the columns as they are. */
export function memberColumns(
  { columns, nameColumns }: MemberSample,
  header: string,
  cellText: (value: unknown, column: Column) => string,
): readonly MemberColumn[] {
  const shown = columns.map((column) => ({
    key: `column ${column.name}`,
    header: column.name,
    text: (member: Member) => cellText(member[column.name], column),
  }))
  const groups = nameColumns.map((names) => names.flatMap((name) => shown.filter((each) => each.header === name)))
  const others = shown.filter((each) => !groups.flat().includes(each))
  if (others.length === shown.length) return others
  const nameIn = (group: readonly MemberColumn[], member: Member) =>
    group
      .map(({ text }) => text(member))
      .filter((part) => part !== '')
      .join(' ')
  const called = (member: Member) => groups.map((group) => nameIn(group, member)).find((name) => name !== '')
  // A card on a telephone is headed by what stands first, so that it is never nothing.
  const text = (member: Member) => called(member) ?? others[0]?.text(member) ?? ''
  return [{ key: 'name', header, text }, ...others]
}
