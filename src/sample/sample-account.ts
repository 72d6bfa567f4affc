/** Where the sample's Constant Contact answers: a local one, on the server's own loopback address. */
export type SampleService = {
  /** A page that shows its lists and who is on them. */
  readonly url: string
  readonly apiUrl: string
  readonly authUrl: string
}

/**
 * The local Constant Contact that the sample delivers to. Who starts the server hands it in, since the sandbox knows nothing of
 * the program and the program nothing of it.
 */
export type SampleAccount = {
  /** Starts it unless it runs. Its accounts are kept in the data directory. Throws SamplePortTakenError. */
  readonly start: () => Promise<SampleService>
  /** Undefined until it was started. */
  readonly running: () => SampleService | undefined
}
