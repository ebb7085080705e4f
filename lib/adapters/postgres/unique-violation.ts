/** True for Prisma's "unique constraint failed" (P2002), from whichever copy of the client. */
export function isUniqueViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2002'
}
