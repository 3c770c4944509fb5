/**
 * Content-Security-Policy of every page of a scene: a template may do anything within its site, and nothing outside it.
 * In the renderer it stands before what answers its requests, which refuses the same; in a preview it is the only guard.
 */
export const scenePolicy = [
  "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')
