import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DELETE as unpublish } from '@/app/api/console/library/[shared]/route'
import { POST as adopt } from '@/app/api/console/library/[shared]/adopt/route'
import { GET as list, POST as publish } from '@/app/api/console/library/route'
import { POST as claim } from '@/app/api/console/proposals/[proposal]/claim/route'
import { POST as release } from '@/app/api/console/proposals/[proposal]/release/route'
import { POST as decide } from '@/app/api/v1/proposals/[proposal]/decision/route'
import { newId } from '@/lib/kernel/ids'
import { systemCaller } from '@/lib/normalization/authority'
import { createIntent } from '@/lib/normalization/intents/save-intent'
import { getProposal } from '@/lib/proposals/get-proposal'
import { quarantineByPolicy } from '@/lib/entries/quarantine-by-policy'
import type { Adoption, LibraryPage, SharedAnswer } from '@/lib/proposals/library/schema'
import { addWorkspace } from '@/lib/workspaces/create-workspace'
import { changePlan } from '@/lib/workspaces/change-plan'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'
import { signedIn } from '../../support/session'

const answer = 'You can choose gift wrapping at the checkout, below the address.'

describe('the shared library', () => {
  let test: TestApp
  let publisher: Record<string, string>
  let adopter: Record<string, string>
  let second: Record<string, string>
  let third: Record<string, string>
  let other: string

  beforeAll(async () => {
    test = await makeTestApp()
    other = newId('ws')
    await test.app.workspaces.unit.transact(other, (tx) =>
      addWorkspace(tx, {
        id: other,
        name: 'Somebody else',
        slug: other.replace('_', '-'),
        mode: 'live',
        policy: { approvals_low: 2 },
        actor: { type: 'system', id: 'test' },
        now: new Date(),
      }),
    )
    publisher = await signedIn(test, 'admin')
    adopter = await signedIn({ ...test, workspaceId: other }, 'operator')
    second = await signedIn({ ...test, workspaceId: other }, 'operator')
    third = await signedIn({ ...test, workspaceId: other }, 'operator')
    await describeIntent('gift_wrapping', 'Gift wrapping', [
      'can you wrap it as a gift',
      'is there gift paper',
    ])
  })
  afterAll(() => test.app.close())

  async function describeIntent(key: string, title: string, phrasings: string[], slots: object[] = []) {
    const intent = { key, title, phrasings, slots: slots as never }
    await createIntent(test.app.normalization, systemCaller(test.workspaceId), intent)
  }
  const call = (headers: Record<string, string>, path: string, body?: object, method?: string) => ({
    ...callOf(path, { headers, ...(body ? { body } : {}), ...(method ? { method } : {}) }),
  })
  const share = async (entry_id: string, more: object = {}) =>
    publish.answer(call(publisher, '/api/console/library', { entry_id, ...more }))
  const see = async (headers: Record<string, string>, search = '') =>
    bodyOf<LibraryPage>(await list.answer(call(headers, `/api/console/library?search=${search}`))).items
  const take = async (headers: Record<string, string>, id: string) =>
    adopt.answer({ ...call(headers, `/api/console/library/${id}/adopt`, {}), params: { shared: id } })
  const stop = async (headers: Record<string, string>, id: string) =>
    unpublish.answer({ ...call(headers, `/api/console/library/${id}`, {}, 'DELETE'), params: { shared: id } })
  const detail = (reply: { body: unknown }) => (JSON.parse(String(reply.body)) as { detail: string }).detail
  const eventsOf = async (workspace_id: string, type: string) =>
    test.app.db.prisma.auditEvent.findMany({ where: { workspace_id, type } })

  it('refuses what is not generic, not approved by people, or finds the safety check’s disapproval', async () => {
    const email = [{ name: 'email', type: 'email', required: true }]
    await describeIntent('change_email', 'Change email', [], email)
    const slot = await test.approve('change_email', 'We wrote to {{email}} already.')
    expect(detail(await share(slot.id))).toContain('email) may hold personal data')

    // The workspace's own policy allows its domain; nobody else's does.
    await describeIntent('our_page', 'Our page', [])
    const { policy } = await test.app.db.prisma.workspace.findUniqueOrThrow({
      where: { id: test.workspaceId },
    })
    const domain = (policy as { allowed_domains: string[] }).allowed_domains[0]!
    const link = await test.approve('our_page', `Look it up at https://${domain}/help.`)
    expect(detail(await share(link.id))).toContain('the safety check says')

    const pay = await test.approve('gift_wrapping', answer)
    expect((await share(pay.id, { phrasings: ['something else'] })).status).toBe(422)
    await describeIntent('held', 'Held', ['mail me at jo.doe@example.com'])
    const held = await test.approve('held', 'We answer within a day.')
    expect((await share(held.id, { phrasings: ['mail me at jo.doe@example.com'] })).status).toBe(422)
    expect(await see(adopter)).toEqual([])
  })

  it('shows what is published, and of its workspace nothing', async () => {
    const entry = await test.app.db.prisma.entry.findFirstOrThrow({
      where: { workspace_id: test.workspaceId, key: 'gift_wrapping' },
    })
    const shared = bodyOf<SharedAnswer>(
      await share(entry.id, { phrasings: ['can you wrap it as a gift'], description: 'Presents' }),
    )
    expect(shared).toMatchObject({ own: true, answer, phrasings: ['can you wrap it as a gift'] })
    const [seen, ...more] = await see(adopter)
    expect(more).toEqual([])
    expect(seen).toMatchObject({ key: 'gift_wrapping', answer, own: false, adopted_as: null })
    // Neither a workspace nor an entry nor a person can be read off it.
    expect(Object.keys(seen!).sort()).toEqual(
      [
        'adopted_as',
        'answer',
        'description',
        'id',
        'key',
        'own',
        'phrasings',
        'published_at',
        'risk',
        'slots',
        'title',
      ].sort(),
    )
    expect(JSON.stringify(seen)).not.toMatch(/ws_|ent_|usr_|gift paper/)
    expect(await eventsOf(test.workspaceId, 'library.published')).toHaveLength(1)
    expect(await see(adopter, 'checkout')).toHaveLength(1)
    expect(await see(adopter, '100%25')).toEqual([])
  })

  it('adopting makes a proposal under the adopter’s own rules, and both logs say so', async () => {
    const [seen] = await see(adopter)
    const adoption = bodyOf<Adoption>(await take(adopter, seen!.id))
    expect(adoption.intent_created).toBe(true)
    const intent = await test.app.db.prisma.intent.findFirstOrThrow({
      where: { workspace_id: other, key: 'gift_wrapping' },
      include: { phrasings: true },
    })
    expect(intent.phrasings.map(({ text }) => text)).toEqual(['can you wrap it as a gift'])
    expect(await test.app.db.prisma.entry.count({ where: { workspace_id: other } })).toBe(0)

    const reader = { ...test.reviewer, workspace_id: other }
    const proposal = await getProposal(test.app.review.review, reader, adoption.proposal_id)
    expect(proposal).toMatchObject({ answer, status: 'pending' })
    const decideAs = async (headers: Record<string, string>) => {
      const of = { params: { proposal: proposal.id } }
      const at = `/api/console/proposals/${proposal.id}`
      const claimed = await claim.answer({ ...call(headers, `${at}/claim`, {}), ...of })
      const claim_token = bodyOf<{ token: string }>(claimed).token
      const vote = { decision: 'approve', content_hash: proposal.content_hash, claim_token }
      const path = `/api/v1/proposals/${proposal.id}/decision`
      const decided = await decide.answer({ ...call(headers, path, vote), ...of })
      await release.answer({ ...call(headers, `${at}/release`, { claim_token }), ...of })
      return decided
    }
    // This workspace wants two people, and whoever adopts counts as the author: not one of them.
    expect((await decideAs(adopter)).status).toBe(403)
    expect((await decideAs(second)).status).toBe(202)
    expect((await decideAs(third)).status).toBe(200)
    expect(
      await test.app.db.prisma.entry.count({ where: { workspace_id: other, key: 'gift_wrapping' } }),
    ).toBe(1)

    expect((await take(second, seen!.id)).status).toBe(409)
    expect((await take(publisher, seen!.id)).status).toBe(409)
    expect(await eventsOf(other, 'library.adopted')).toHaveLength(1)
    const [told] = await eventsOf(test.workspaceId, 'library.adopted')
    expect(told!.body).not.toContain(other)
  })

  it('what is taken back is seen no more, and the adopted copy stays', async () => {
    const [own] = await see(publisher)
    expect((await stop(adopter, own!.id)).status).toBe(403)
    const foreignAdmin = await signedIn({ ...test, workspaceId: other }, 'admin')
    expect((await stop(foreignAdmin, own!.id)).status).toBe(404)
    expect((await stop(publisher, own!.id)).status).toBeLessThan(300)
    expect(await see(adopter)).toEqual([])
    expect((await take(second, own!.id)).status).toBe(404)
    expect(
      await test.app.db.prisma.entry.count({ where: { workspace_id: other, key: 'gift_wrapping' } }),
    ).toBe(1)
    expect((await stop(publisher, own!.id)).status).toBe(404)
  })

  it('an answer its own workspace stopped serving is offered to nobody', async () => {
    const entry = await test.app.db.prisma.entry.findFirstOrThrow({
      where: { workspace_id: test.workspaceId, key: 'gift_wrapping' },
    })
    expect((await share(entry.id)).status).toBe(200)
    expect(await see(adopter)).toHaveLength(1)
    await quarantineByPolicy(test.app.review.entries, test.workspaceId, entry.id, 'reported')
    expect(await see(adopter)).toEqual([])
  })

  it('is not in every plan', async () => {
    const change = {
      plan: 'free' as const,
      reason: '',
      actor: { type: 'system' as const, id: 'test' },
      now: new Date(),
    }
    await test.app.workspaces.unit.transact(other, (tx) => changePlan(tx, change))
    const reply = await list.answer(call(adopter, '/api/console/library'))
    expect(reply.status).toBe(402)
  })
})
