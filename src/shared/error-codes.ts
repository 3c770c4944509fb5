/** How a process ends; the numbers are part of the command line's contract (docs/errors.md). */
export const exitCodes = {
  ok: 0,
  bug: 1,
  usage: 2,
  invalidFilm: 3,
  asset: 4,
  environment: 5,
  render: 6,
  output: 7,
  cancelled: 130,
} as const

type ErrorKind = {
  readonly exitCode: number
  /** Whether the same work may succeed when it is simply done again. */
  readonly retryable: boolean
  readonly meaning: string
  readonly remedy: string
}

/** Every error that Framefarm raises by intent. docs/errors.md is generated from this table. */
export const errorCodes = {
  FILM_UNREADABLE: {
    exitCode: exitCodes.invalidFilm,
    retryable: false,
    meaning: 'The film file could not be read, or is not JSON.',
    remedy: 'Check the path; the message has the line and column of a JSON mistake.',
  },
  FILM_INVALID: {
    exitCode: exitCodes.invalidFilm,
    retryable: false,
    meaning: 'The film has one fault or more; each is listed with its JSON pointer.',
    remedy: 'Correct the fields that the list names; `framefarm validate` lists them again.',
  },
  FILM_OVERTAKEN: {
    exitCode: exitCodes.output,
    retryable: false,
    meaning: 'The preview could not save its edits, because another program has written the film file since it was read.',
    remedy: 'Copy the JSON, or drop the edits and take the file as it is now.',
  },
  ASSET_UNAVAILABLE: {
    exitCode: exitCodes.asset,
    retryable: false,
    meaning: 'An image, a sound or a font could not be read or downloaded.',
    remedy: 'Check the path (relative to the film file) or the address, and the access rights.',
  },
  ASSET_REFUSED: {
    exitCode: exitCodes.asset,
    retryable: false,
    meaning: 'An asset lies where films of this kind may not fetch from: a private address, a file, a bucket that is not allowed.',
    remedy: 'Put it on the public web or upload it; an operator can allow places (docs/security.md).',
  },
  ASSET_INVALID: {
    exitCode: exitCodes.asset,
    retryable: false,
    meaning: 'An image, a sound or a font was read, but is empty, truncated or of a kind that cannot be used.',
    remedy: 'Open the file in another program; export it again as JPEG, PNG, WAV or MP3.',
  },
  TOOL_MISSING: {
    exitCode: exitCodes.environment,
    retryable: false,
    meaning: 'Chromium, FFmpeg or (for fonts that a film names) fontconfig was not found on this machine.',
    remedy: 'Run `npm run setup`, or install the package that the message names.',
  },
  TOOL_SETTING_WRONG: {
    exitCode: exitCodes.environment,
    retryable: false,
    meaning: 'A FRAMEFARM_ variable has a value that cannot be used.',
    remedy: 'Correct the variable that the message names, or unset it.',
  },
  ENCODER_UNAVAILABLE: {
    exitCode: exitCodes.environment,
    retryable: false,
    meaning: 'The encoder that was asked for does not work on this machine; the reason is given.',
    remedy: 'Use `--encoder auto` or `--encoder cpu`, or mend what the reason names.',
  },
  CHROMIUM_CRASHED: {
    exitCode: exitCodes.render,
    retryable: true,
    meaning: 'Chromium ended or lost its page while it was rendering.',
    remedy: 'Try again; with less memory per slot use fewer --workers.',
  },
  CHROMIUM_STUCK: {
    exitCode: exitCodes.render,
    retryable: true,
    meaning: 'Chromium did not deliver a frame within the liveness limit and was killed.',
    remedy: 'Try again; raise the FRAMEFARM_FRAME_TIMEOUT_MS that the message names for very heavy templates.',
  },
  CHROMIUM_START_FAILED: {
    exitCode: exitCodes.environment,
    retryable: true,
    meaning: 'Chromium was found but did not start.',
    remedy: 'Run `framefarm doctor`; its last lines of output are in the message.',
  },
  TEMPLATE_FAILED: {
    exitCode: exitCodes.render,
    retryable: false,
    meaning: "A template's page threw an error or asked for a file that it does not have.",
    remedy: "Mend the template; the message has the page's own error.",
  },
  FFMPEG_FAILED: {
    exitCode: exitCodes.render,
    retryable: true,
    meaning: 'FFmpeg ended with an error or was killed; its last lines are in the message.',
    remedy: 'Try again; when it fails the same way twice, the last lines say why.',
  },
  DISK_FULL: {
    exitCode: exitCodes.output,
    retryable: false,
    meaning: 'There is no space left where a file was being written.',
    remedy: 'Free space there, or point FRAMEFARM_DATA at a larger disk.',
  },
  OUTPUT_UNWRITABLE: {
    exitCode: exitCodes.output,
    retryable: false,
    meaning: 'The film could not be written to the output path.',
    remedy: 'Check that the folder can be written and that the path is no folder itself.',
  },
  FILM_CHECK_FAILED: {
    exitCode: exitCodes.render,
    retryable: true,
    meaning: 'The finished film did not pass its own check and was not delivered.',
    remedy: 'Render again with --no-cache; if it fails again, report it with the message.',
  },
  CHUNK_MISSING: {
    exitCode: exitCodes.render,
    retryable: true,
    meaning: 'A finished chunk of the film was gone when its chunks were to be joined.',
    remedy: 'Try again: what is missing is rendered again. Raise FRAMEFARM_CACHE_MB where chunks go before their film is joined.',
  },
  PLAN_DIFFERS: {
    exitCode: exitCodes.environment,
    retryable: false,
    meaning: 'A worker plans a film otherwise than the worker that planned it first, so their chunks do not go together.',
    remedy: 'Run the same versions of Framefarm, Chromium and FFmpeg, with the same encoders, on all workers.',
  },
  BENCH_FAILED: {
    exitCode: exitCodes.render,
    retryable: true,
    meaning: 'A command that `framefarm bench` runs did not end well, and without it there is nothing to compare with.',
    remedy: 'The last lines of the command are in the message; `framefarm doctor` shows what is missing.',
  },
  DATABASE_IN_USE: {
    exitCode: exitCodes.environment,
    retryable: true,
    meaning: 'Another process is at work on the database in the data folder; the message names it.',
    remedy: 'Stop the other process, or give each its own data folder; several servers need PostgreSQL (DATABASE_URL).',
  },
  DATABASE_UNAVAILABLE: {
    exitCode: exitCodes.environment,
    retryable: true,
    meaning: 'The database could not be opened or reached; the message has its own error.',
    remedy: 'Check the address and the access rights, and that there is space on the disk (docs/engine.md).',
  },
  WORKER_LOST: {
    exitCode: exitCodes.render,
    retryable: true,
    meaning: 'Every worker that took this piece of work was gone before it was done.',
    remedy: 'Look into the logs of the workers: most often the piece needs more memory than they have.',
  },
  PAGE_TOKEN_WRONG: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'The page token is none that this server gave.',
    remedy: 'Begin with the first page, without a token.',
  },
  STATE_WRONG: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'The render is in a state in which this cannot be done.',
    remedy: 'The detail names the state; GET /v1/renders/{id} shows it.',
  },
  IDEMPOTENCY_IN_FLIGHT: {
    exitCode: exitCodes.usage,
    retryable: true,
    meaning: 'A request with the same Idempotency-Key is being answered just now.',
    remedy: 'Wait as long as Retry-After says, and send the same request again.',
  },
  IDEMPOTENCY_MISMATCH: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'The Idempotency-Key was used before for another request.',
    remedy: 'Use a new key for each render.',
  },
  QUEUE_FULL: {
    exitCode: exitCodes.environment,
    retryable: true,
    meaning: 'So much work waits that the server takes no more.',
    remedy: 'Wait as long as Retry-After says, and send the request again.',
  },
  CANCELLED: {
    exitCode: exitCodes.cancelled,
    retryable: false,
    meaning: 'The work was stopped by Ctrl+C, SIGTERM or its caller.',
    remedy: 'Run the same command again: chunks that are ready are not rendered again.',
  },
  USAGE: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'A command line option is unknown or has a value that is not allowed.',
    remedy: 'See `framefarm help`.',
  },
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof errorCodes
