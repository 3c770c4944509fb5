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

/**
 * The same for scenes that have built-in templates alone and lie beside other things at one origin: no script but the template's files, so that
 * nothing that a film says could ever become one.
 */
export const builtInScenePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data: blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')
