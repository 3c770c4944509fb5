/** What statements are sent to: PGlite, a connection of a pool, or a transaction on either. */
export type Session = {
  /** Rows of one statement; parameters are $1, $2... JSON is passed as text. */
  readonly query: <Row>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>
  /** Several statements without parameters. */
  readonly script: (text: string) => Promise<void>
}

export type Database = Session & {
  /**
   * All of `work` or nothing of it. Inside, only the given session may be used: PGlite has one connection,
   * and a statement beside the transaction would wait for its end for ever.
   */
  readonly transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>
}

/** A database, and what it takes to end it. */
export type OpenDatabase = {
  readonly database: Database
  /** Whether other processes may be at work on it. */
  readonly isShared: boolean
  readonly close: () => Promise<void>
}
