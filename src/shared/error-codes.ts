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
  frames: 8,
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
  FRAME_RULES_INVALID: {
    exitCode: exitCodes.invalidFilm,
    retryable: false,
    meaning: 'The file of rules beside a film (FILM.frames.json) cannot be read, or has faults; each is listed with its JSON pointer.',
    remedy: 'Correct the fields that the list names; docs/frames.schema.json has all of them.',
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
  VIDEO_INVALID: {
    exitCode: exitCodes.asset,
    retryable: false,
    meaning: 'A film that is to be checked could not be read, or has no picture that can be decoded.',
    remedy: 'Play the file in another program; where it was cut short, make or copy it again.',
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
  GPU_UNAVAILABLE: {
    exitCode: exitCodes.environment,
    retryable: false,
    meaning: 'FRAMEFARM_CHROME_GPU is required, and Chromium draws by a program instead of a graphics card.',
    remedy:
      'See whether the container has the GPU (nvidia-smi) with the capability `graphics` and the loaders of GL (Dockerfile.gpu); or leave the variable out.',
  },
  TEMPLATE_FAILED: {
    exitCode: exitCodes.render,
    retryable: false,
    meaning: "A template's page threw an error, or asked for a file or a font that it does not have.",
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
  OBJECT_NAME_WRONG: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'A name cannot be that of a stored file; the reason is given.',
    remedy: 'Use letters, digits, hyphens and dots, with single slashes between the parts, none of which begins with a dot.',
  },
  STORAGE_UNAVAILABLE: {
    exitCode: exitCodes.environment,
    retryable: true,
    meaning: 'A store of files could not be reached, refused us, or sent what it should not.',
    remedy: 'Check the address (FRAMEFARM_STORAGE), the network and the access rights (docs/storage.md).',
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
  WORKER_UNFIT: {
    exitCode: exitCodes.environment,
    retryable: true,
    meaning: 'No worker of the farm can render the film: none has the memory or the encoder that it needs, and none has come for a while.',
    remedy: 'Start a worker that has what the message names, or change the size or encoder of the film; then try again.',
  },
  REQUEST_MALFORMED: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'The request is not JSON, or its address, query or headers cannot be read.',
    remedy: 'Correct what the detail names; /openapi.json describes every request.',
  },
  REQUEST_INVALID: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'The request says something that is not allowed; each fault is listed with its JSON pointer.',
    remedy: 'Correct the fields that the list names; /openapi.json describes every request.',
  },
  REQUEST_TOO_LARGE: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'The request is larger than the server takes.',
    remedy: 'Send files by POST /v1/assets and name them in the film, or raise the limit that the detail names.',
  },
  REQUEST_TIMEOUT: {
    exitCode: exitCodes.usage,
    retryable: true,
    meaning: 'The request came too slowly and was given up.',
    remedy: 'Send it again; send large files by POST /v1/uploads, which can be resumed.',
  },
  MEDIA_TYPE_WRONG: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'The request has a content type or coding that is not taken here.',
    remedy: 'Send the type that the detail names.',
  },
  METHOD_WRONG: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'There is something at this address, but not for this method.',
    remedy: 'The Allow header lists the methods.',
  },
  NOT_FOUND: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'There is nothing at this address, or nothing that this API key may see.',
    remedy: 'Check the address and the id; /openapi.json lists all addresses.',
  },
  KEY_WRONG: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'The request has no API key (or token of a worker), or one that this server does not know.',
    remedy: 'Send the header `Authorization: Bearer KEY`.',
  },
  FORBIDDEN: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'This server does not do that for whoever asks.',
    remedy: 'Ask whoever runs the server what your API key may do.',
  },
  PAGE_TOKEN_WRONG: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'The page token is none that this server gave.',
    remedy: 'Begin with the first page, without a token.',
  },
  RANGE_WRONG: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'The file has no such part as the Range header asks for.',
    remedy: 'Ask for a part that begins before the end of the file.',
  },
  FILE_GONE: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'The render has succeeded, but this file of it is not kept here, or not any more.',
    remedy: 'Render the film again. Give renders a destination, or have them kept for longer (docs/storage.md: FRAMEFARM_RENDER_DAYS).',
  },
  STATE_WRONG: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'The render is in a state in which this cannot be done.',
    remedy: 'The detail names the state; GET /v1/renders/{id} shows it.',
  },
  LEASE_LOST: {
    exitCode: exitCodes.render,
    retryable: false,
    meaning: 'The work that a worker speaks of is not its own any more: the render was cancelled, or another worker has the work.',
    remedy: 'Nothing needs to be done: a worker stops the work, and asks for other.',
  },
  COORDINATOR_UNAVAILABLE: {
    exitCode: exitCodes.environment,
    retryable: true,
    meaning: 'The server that a worker takes its work from did not answer.',
    remedy: 'Check the address of --coordinator, and that `framefarm serve` runs there; a worker asks again until it is answered.',
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
  UPLOAD_OFFSET_WRONG: {
    exitCode: exitCodes.usage,
    retryable: true,
    meaning: 'The part of an upload does not begin where the last one ended.',
    remedy: 'Ask for Upload-Offset by HEAD and go on from there.',
  },
  QUEUE_FULL: {
    exitCode: exitCodes.environment,
    retryable: true,
    meaning: 'So much work waits that the server takes no more.',
    remedy: 'Wait as long as Retry-After says, and send the request again.',
  },
  RATE_LIMITED: {
    exitCode: exitCodes.environment,
    retryable: true,
    meaning: 'There were more requests than the API key may send in this time.',
    remedy: 'Wait as long as Retry-After says, and send the request again.',
  },
  LIMIT_REACHED: {
    exitCode: exitCodes.environment,
    retryable: true,
    meaning: 'The API key has as many renders or connections as it may have.',
    remedy: 'Wait until others have ended; the detail names the limit.',
  },
  SERVER_BUSY: {
    exitCode: exitCodes.environment,
    retryable: true,
    meaning: 'The server is stopping, or has as many connections as it takes.',
    remedy: 'Wait as long as Retry-After says, and send the request again.',
  },
  INTERNAL: {
    exitCode: exitCodes.render,
    retryable: true,
    meaning: 'Something in the server has failed that should not.',
    remedy: 'Send the request again; if it fails again, tell whoever runs the server the `instance` of the answer.',
  },
  FRAMES_DIFFER: {
    exitCode: exitCodes.frames,
    retryable: false,
    meaning: 'Frames of a film are not as their baselines: changed, new, or with a baseline that cannot be compared.',
    remedy: 'Look at the report; where the film is meant to look so, `framefarm frames approve` makes baselines of its frames.',
  },
  BASELINES_MISSING: {
    exitCode: exitCodes.frames,
    retryable: false,
    meaning: 'There are no baselines of the film for the browser, drawing and method that frames would be drawn with here.',
    remedy: 'Run `framefarm frames capture`, look at the pictures, and keep them with the film.',
  },
  REPORT_WRONG: {
    exitCode: exitCodes.usage,
    retryable: false,
    meaning: 'Frames cannot be approved out of this report: there is none, or it is of another film, or the film has changed since.',
    remedy: 'Run `framefarm frames check`, look at its report, and approve then; --report says where it lies.',
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
