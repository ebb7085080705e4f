'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { useMe } from '@/components/shell/me'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { plural } from '@/components/ui/format'
import { RecoveryCodes } from '@/lib/auth/schema'
import { freshMeQuery } from '../queries'
import { CodesDialog } from './codes-dialog'

export function RecoveryCard() {
  const known = useMe()
  const me = useQuery(freshMeQuery()).data ?? known
  const left = me.recovery_codes_left
  const renew = useMutation({
    mutationFn: () => api('POST', '/api/console/mfa/recovery-codes', RecoveryCodes),
    onError: (error) => toast.error('No new codes were made', { description: problemText(error) }),
  })
  return (
    <Card
      title="Recovery codes"
      description="For the day the device is lost."
      actions={
        <Button busy={renew.isPending} onClick={() => renew.mutate()}>
          Make new ones
        </Button>
      }
    >
      <Badge tone={left === 0 ? 'bad' : left < 4 ? 'warn' : 'good'}>{plural(left, 'code')} left</Badge>
      {renew.data && <CodesDialog codes={renew.data.recovery_codes} onClose={() => renew.reset()} />}
    </Card>
  )
}
