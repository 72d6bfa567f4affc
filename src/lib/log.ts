/** Where the program says what it does while nobody looks: lines of fields and a message. Never an e-mail, never a secret. */
export type Log = {
  readonly info: (about: object, message: string) => void
  readonly warn: (about: object, message: string) => void
  readonly error: (about: object, message: string) => void
}
