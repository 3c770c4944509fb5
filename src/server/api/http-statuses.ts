import type { ErrorCode } from '../../shared/error-codes.ts'

/** How an error is told over HTTP; every other one is a 500 of which the client learns nothing but an id. */
export const httpStatuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  REQUEST_MALFORMED: 400,
  PAGE_TOKEN_WRONG: 400,
  KEY_WRONG: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_WRONG: 405,
  REQUEST_TIMEOUT: 408,
  STATE_WRONG: 409,
  LEASE_LOST: 409,
  IDEMPOTENCY_IN_FLIGHT: 409,
  UPLOAD_OFFSET_WRONG: 409,
  FILE_GONE: 410,
  REQUEST_TOO_LARGE: 413,
  MEDIA_TYPE_WRONG: 415,
  RANGE_WRONG: 416,
  REQUEST_INVALID: 422,
  OBJECT_NAME_WRONG: 422,
  FILM_INVALID: 422,
  ASSET_UNAVAILABLE: 422,
  ASSET_REFUSED: 422,
  ASSET_INVALID: 422,
  TEMPLATE_FAILED: 422,
  IDEMPOTENCY_MISMATCH: 422,
  QUEUE_FULL: 429,
  RATE_LIMITED: 429,
  LIMIT_REACHED: 429,
  SERVER_BUSY: 503,
  DATABASE_UNAVAILABLE: 503,
}

/** Seconds, where nothing better is known. */
export const retryAfterSeconds: Readonly<Partial<Record<ErrorCode, number>>> = {
  IDEMPOTENCY_IN_FLIGHT: 1,
  QUEUE_FULL: 10,
  RATE_LIMITED: 1,
  LIMIT_REACHED: 5,
  SERVER_BUSY: 10,
  DATABASE_UNAVAILABLE: 10,
}
