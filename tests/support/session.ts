import { sha256Hex } from '@/lib/kernel/hash'
import { newId } from '@/lib/kernel/ids'
import type { Role } from '@/lib/auth/schema'
import { sealSession, sessionCookieName } from '@/lib/server/identity/session-cookie'
import type { TestApp } from './app'

/** Headers of somebody signed in with both factors and a fresh code. */
export async function signedIn({ app, workspaceId }: TestApp, role: Role): Promise<Record<string, string>> {
  const { prisma } = app.db
  const userId = newId('usr')
  await prisma.user.create({
    data: {
      id: userId,
      email: `${userId}@console.test`,
      name: role,
      totp_secret: app.secrets.seal('JBSWY3DPEHPK3PXP'),
      totp_enrolled_at: new Date(),
    },
  })
  await prisma.membership.create({ data: { workspace_id: workspaceId, user_id: userId, role } })
  const session = { session_id: newId('ses'), token: newId('req') }
  await prisma.session.create({
    data: {
      id: session.session_id,
      user_id: userId,
      workspace_id: workspaceId,
      token_hash: sha256Hex(session.token),
      epoch: 1,
      expires_at: new Date(Date.now() + 3_600_000),
      mfa_at: new Date(),
      step_up_at: new Date(),
    },
  })
  return {
    cookie: `${sessionCookieName(app.env)}=${await sealSession(app.secrets, session)}`,
    'x-l0-csrf': '1',
    'sec-fetch-site': 'same-origin',
    origin: 'http://test',
    host: 'test',
  }
}
