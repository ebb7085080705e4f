import { randomBytes } from 'node:crypto'
import { readEnv } from '../../lib/env'
import { newId } from '../../lib/kernel/ids'
import { createSystemApiKey, createUserWithPassword } from '../../lib/auth/seed-user'
import type { KeyPrincipal, NewApiKey } from '../../lib/auth/schema'
import { decideProposal } from '../../lib/proposals/deciding/decide-proposal'
import { foldProposal } from '../../lib/proposals/intake/fold-proposal'
import { getProposal } from '../../lib/proposals/get-proposal'
import { openBase } from '../../lib/server/build-container'
import { composeAuth } from '../../lib/server/compose/auth'
import { composeReview } from '../../lib/server/compose/review'
import { composeWorkspaces } from '../../lib/server/compose/workspaces'
import { addWorkspace } from '../../lib/workspaces/create-workspace'
import { sampleOf } from '../../lib/server/compose/misses'
import { extractEntities } from '../../lib/normalization/entities'
import type { Base } from '../../lib/server/base'
import { demoIntents, demoPeople, demoPolicy, type DemoIntent } from './demo-data'
import { seedRelease } from './seed-release'
import type { State } from './state'

const slug = 'demo'

/** The demo workspace, once: people, keys, intents, a release, approved entries and a queue. */
export async function seedDemo(state: State, env: Record<string, string>): Promise<string> {
  const base = openBase(
    readEnv({ ...env, REDIS_URL: undefined, REDIS_SENTINELS: undefined, LOG_LEVEL: 'error' }),
  )
  try {
    const present = await base.db.prisma.workspace.findUnique({ where: { slug } })
    if (present && state.read('demo.json')) {
      rewriteUrl(state, env)
      return 'present'
    }
    if (present) return 'present, but its credentials file is gone: delete the state directory to seed anew'
    await seed(base, state, env)
    return `seeded: ${demoIntents.length} intents, ${demoPeople.length} people`
  } finally {
    await base.hot.close()
    await base.db.close()
  }
}

function rewriteUrl(state: State, env: Record<string, string>): void {
  const demo = state.read<Record<string, unknown>>('demo.json')
  state.write('demo.json', { ...demo, url: `http://localhost:${env.PORT}` })
}

async function seed(base: Base, state: State, env: Record<string, string>): Promise<void> {
  const auth = composeAuth(base)
  const workspaceId = newId('ws')
  await composeWorkspaces(base).unit.transact(workspaceId, (tx) =>
    addWorkspace(tx, {
      id: workspaceId,
      name: 'Demo shop',
      slug,
      // What the look-ups of the demo save is reckoned by the model that answers its misses.
      policy: { ...demoPolicy, lookup_model: 'l0-demo-model' },
      mode: 'live',
      actor: { type: 'system', id: 'seed' },
      now: base.clock.now(),
    }),
  )
  const users = []
  for (const person of demoPeople) {
    const password = randomBytes(12).toString('base64url')
    const { totp_secret } = await createUserWithPassword(auth, { ...person, workspaceId, password })
    users.push({ email: person.email, password, totp_secret, role: person.role })
  }
  const lookup = await createSystemApiKey(auth, { workspaceId, name: 'Demo shop bot', scopes: ['lookup'] })
  const review = await createSystemApiKey(auth, {
    workspaceId,
    name: 'Review automation',
    scopes: ['review'],
  })
  await seedRelease(base, workspaceId)
  await seedAnswers(base, reviewer(workspaceId, review))
  await auth.close()
  // Last, so that its presence says the rest is there.
  state.write('demo.json', {
    url: `http://localhost:${env.PORT}`,
    workspace: slug,
    api_key: lookup.key,
    review_key: review.key,
    users,
  })
}

/** Seeded answers are approved by the review key, so that the record says a machine did it. */
function reviewer(workspaceId: string, key: NewApiKey): KeyPrincipal {
  return {
    kind: 'api_key',
    key_id: key.record.id,
    workspace_id: workspaceId,
    scopes: ['review'],
    label: key.record.name,
    rate_per_minute: null,
  }
}

async function seedAnswers(base: Base, principal: KeyPrincipal): Promise<void> {
  const { review } = composeReview(base)
  for (const intent of demoIntents) {
    const samples = intent.waiting?.samples ?? intent.phrasings.slice(0, 3)
    const answer = intent.waiting?.answer ?? intent.answer
    if (!answer) continue
    const id = await ask(review, principal.workspace_id, intent, answer, samples)
    if (intent.waiting || !id) continue
    const caller = { principal, request_id: null }
    const proposal = await getProposal(review, principal, id)
    await decideProposal(review, caller, id, { decision: 'approve', content_hash: proposal.content_hash })
  }
}

type Review = ReturnType<typeof composeReview>['review']

async function ask(
  review: Review,
  workspaceId: string,
  intent: DemoIntent,
  answer: string,
  samples: string[],
): Promise<string | null> {
  let id: string | null = null
  for (const query of samples) {
    const entities = extractEntities(query).map((entity) => ({ ...entity, name: entity.slot }))
    const folded = await foldProposal(review, {
      workspace_id: workspaceId,
      scope: 'default',
      key: intent.key,
      answer,
      model: 'l0-demo-model',
      samples: [sampleOf({ query, entities, proposed_answer: answer }, null)],
    })
    if (folded.folded) id = folded.id
  }
  return id
}
