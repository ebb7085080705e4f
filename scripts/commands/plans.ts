import { InvalidArgumentError, type Command } from 'commander'
import { roundUsd } from '@/lib/kernel/money'
import { newId } from '@/lib/kernel/ids'
import { composeWorkspaces } from '@/lib/server/compose/workspaces'
import { Month } from '@/lib/usage/statement-schema'
import { adjustStatement, changePlan } from '@/lib/workspaces/change-plan'
import { PlanId, planLimits, plans } from '@/lib/workspaces/plans'
import { inWorkspace, type CommandDeps } from './keys'

const actor = { type: 'system' as const, id: 'command-line' }

type Adjust = { workspace: string; month: string; amount: number; note: string }

/** `plans list | set | adjust`: for whoever runs the deployment. */
export function registerPlans(program: Command, deps: CommandDeps): void {
  const group = program
    .command('plans')
    .description('plans of workspaces, and corrections of their statements')

  group
    .command('list')
    .description('say what each plan has')
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) => {
      if (json) return console.log(JSON.stringify({ items: Object.values(plans), next_cursor: null }))
      for (const plan of Object.values(plans)) {
        const price = plan.hit_price_usd === null ? 'at the policy’s price' : `$${plan.hit_price_usd}`
        const limits = planLimits.map((limit) => `${limit} ${plan.limits[limit] ?? 'unlimited'}`)
        console.log(`${plan.id.padEnd(11)} ${plan.features.join(', ') || 'exact matches only'}`)
        console.log(`${' '.repeat(11)} ${limits.join(', ')}; a hit ${price}`)
      }
    })

  group
    .command('set')
    .description('put a workspace on a plan; it holds within a second')
    .requiredOption('--workspace <slug>', 'workspace')
    .requiredOption('--plan <plan>', PlanId.options.join(', '), parsePlan)
    .option('--reason <text>', 'why; goes into the audit log', '')
    .action((options: { workspace: string; plan: PlanId; reason: string }) =>
      inWorkspace(deps, options.workspace, async ({ base, workspaceId }) => {
        const { plan, reason } = options
        const { before, after } = await composeWorkspaces(base).unit.transact(workspaceId, (tx) =>
          changePlan(tx, { plan, reason, actor, now: base.clock.now() }),
        )
        console.log(before === after ? `It is on ${after} already.` : `${before} → ${after}`)
      }),
    )

  group
    .command('adjust')
    .description('credit (below zero) or charge a month of a workspace')
    .requiredOption('--workspace <slug>', 'workspace')
    .requiredOption('--month <month>', 'such as 2026-11', parseMonth)
    .requiredOption('--amount <usd>', 'US dollars', parseAmount)
    .requiredOption('--note <text>', 'what for; stands on the statement')
    .action((options: Adjust) =>
      inWorkspace(deps, options.workspace, async ({ base, workspaceId }) => {
        const { month, amount: amount_usd, note } = options
        const now = base.clock.now()
        const id = newId('adj', now.getTime())
        await composeWorkspaces(base).unit.transact(workspaceId, (tx) =>
          adjustStatement(tx, { id, month, amount_usd, note, actor, now }),
        )
        console.log(`${id}  ${month}  ${amount_usd}`)
      }),
    )
}

function parsePlan(text: string): PlanId {
  const plan = PlanId.safeParse(text)
  if (!plan.success) throw new InvalidArgumentError(`one of ${PlanId.options.join(', ')}`)
  return plan.data
}

function parseMonth(text: string): string {
  const month = Month.safeParse(text)
  if (!month.success) throw new InvalidArgumentError('a month such as 2026-11')
  return month.data
}

function parseAmount(text: string): number {
  const amount = roundUsd(Number(text))
  if (!Number.isFinite(amount) || amount === 0) throw new InvalidArgumentError('an amount such as -12.50')
  return amount
}
