/**
 * Loads another page of the console from the server. On purpose not a client-side navigation: nothing
 * that was cached for the old session or workspace may survive.
 */
export function leaveFor(path: string): void {
  window.location.href = path
}

/** Where to go after signing in: only paths of this console, never another site. */
export function safeNext(next: string | null | undefined): string {
  if (!next || !/^\/(?![/\\])/.test(next)) return '/queue'
  return next.startsWith('/sign-in') || next.startsWith('/mfa') ? '/queue' : next
}
