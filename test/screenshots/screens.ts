/** A screen to take a picture of. */
export type Screen = {
  readonly name: string
  /** As the router has it, with `$name` parts, so that a page without a picture is noticed. */
  readonly page: string
  /** What stands for the `$` parts, in their order; `run` is the sample's last run. */
  readonly with?: readonly string[]
  /** Who is not signed in sees it. */
  readonly open?: true
  /** Taken into docs/pictures, too. */
  readonly docs?: true
}

/** Every page of the console; the command fails for one that is not here. */
export const screens: readonly Screen[] = [
  { name: 'sign-in', page: '/sign-in', open: true },
  { name: 'set-up', page: '/set-up', open: true },
  { name: 'invitation', page: '/invitation', open: true },
  { name: 'reset', page: '/reset', open: true },
  { name: 'home', page: '/', docs: true },
  { name: 'exports', page: '/exports', docs: true },
  { name: 'export', page: '/exports/$name', with: ['spring-campaign'] },
  { name: 'export-new', page: '/exports/new' },
  { name: 'export-edit', page: '/exports/$name/edit', with: ['spring-campaign'], docs: true },
  { name: 'run', page: '/runs/$id', with: ['run'], docs: true },
]
