import type { MemoryTx } from '@/lib/adapters/memory/audit-log'
import { memoryAuditLog } from '@/lib/adapters/memory/audit-log'
import { auditLogContract } from '@/tests/contract/audit-log'

auditLogContract('in memory', async () => {
  let workspaces = 0
  return {
    log: memoryAuditLog(),
    newWorkspaceId: async () => `ws_${(workspaces += 1)}`,
    async transact(work) {
      const onCommit: (() => void)[] = []
      const tx: MemoryTx = { onCommit: (run) => void onCommit.push(run) }
      const result = await work(tx)
      onCommit.forEach((run) => run())
      return result
    },
  }
})
