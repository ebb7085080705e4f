import type { AuthTransaction, AuthUnit } from '@/lib/auth/ports'
import { apiKeyStore } from './api-key-store'
import { auditTrail } from './audit-trail'
import { challengeStore } from './auth-challenge-store'
import { factorStore } from './auth-factor-store'
import { sessionStore } from './auth-session-store'
import { throttleStore } from './auth-throttle-store'
import { userStore } from './auth-user-store'
import type { Database, Db } from './database'
import { acceptInvitation, findInvitation, invitationStore } from './member-invitation-store'
import { mfaResetStore } from './member-mfa-reset-store'
import { memberStore } from './member-store'
import { readPlan } from './plan-reader'
import { outboxWriter } from './outbox-store'
import { findPasswordReset, passwordResetStore, usePasswordReset } from './password-reset-store'

export function authUnit(database: Database, now: () => Date): AuthUnit {
  return { transact: (work) => database.transaction((db) => work(authTransaction(db, now))) }
}

function authTransaction(db: Db, now: () => Date): AuthTransaction {
  return {
    users: userStore({ db }),
    sessions: sessionStore({ db }),
    throttles: throttleStore({ db }),
    challenges: challengeStore({ db }),
    factors: factorStore({ db }),
    findInvitation: (tokenHash) => findInvitation(db, tokenHash),
    acceptInvitation: (id, now) => acceptInvitation(db, id, now),
    findPasswordReset: (tokenHash) => findPasswordReset(db, tokenHash),
    usePasswordReset: (id, now) => usePasswordReset(db, id, now),
    workspace: (workspaceId) => ({
      plan: () => readPlan({ db, workspaceId }),
      members: memberStore({ db, workspaceId }),
      keys: apiKeyStore({ db, workspaceId }),
      invitations: invitationStore({ db, workspaceId }),
      resets: mfaResetStore({ db, workspaceId }),
      passwordResets: passwordResetStore({ db, workspaceId }),
      audit: auditTrail({ db, workspaceId }, now),
      announceKeys: async (at) => {
        const item = {
          topic: 'workspace.changed' as const,
          subject_id: workspaceId,
          payload: { what: 'keys' },
        }
        await outboxWriter({ db, workspaceId }).add({ ...item, available_at: at })
      },
    }),
    audit: (log) => auditTrail({ db, workspaceId: log }, now),
  }
}
