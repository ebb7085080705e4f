'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, KeyRound, RectangleEllipsis, UserMinus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { useMe } from '@/components/shell/me'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { ErrorState } from '@/components/ui/error-state'
import { plural } from '@/components/ui/format'
import { Menu, MenuItem } from '@/components/ui/menu'
import { Select } from '@/components/ui/select'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { RelativeTime } from '@/components/ui/time'
import { Member, type Role } from '@/lib/auth/schema'
import { membersQuery } from '../queries'
import { InviteDialog } from './invite-dialog'
import { PasswordResetDialog } from './password-reset-dialog'
import { ReviewAccessButton } from './review-access-button'
import { roleLabel, roleOptions } from './roles'

type Asked = { member: Member; what: 'remove' | 'reset' | 'password' }

export function MembersCard({ manages }: { manages: boolean }) {
  const query = useQuery(membersQuery())
  const [inviting, setInviting] = useState(false)
  const [asked, setAsked] = useState<Asked | null>(null)
  const members = query.data ?? []
  const unprotected = members.filter((member) => !member.mfa_enrolled).length
  return (
    <section aria-label="Members" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-md font-semibold tracking-tight">
          {query.data ? plural(members.length, 'member') : 'Members'}
          {unprotected > 0 && (
            <Badge tone="warn" className="ml-3">
              {unprotected} without a second factor
            </Badge>
          )}
        </h2>
        {manages && (
          <div className="flex flex-wrap gap-2">
            <ReviewAccessButton />
            <Button variant="primary" onClick={() => setInviting(true)}>
              Invite a person
            </Button>
          </div>
        )}
      </div>
      {query.isPending && (
        <Card flush as="div">
          <SkeletonRows rows={4} />
        </Card>
      )}
      {query.isError && !query.data && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the members" />
      )}
      {query.data && (
        <Table>
          <caption className="sr-only">Members of the workspace</caption>
          <thead>
            <tr>
              <Th>Person</Th>
              <Th>Role</Th>
              <Th>Second factor</Th>
              <Th>Last seen</Th>
              <Th>Joined</Th>
              {manages && (
                <Th>
                  <span className="sr-only">Actions</span>
                </Th>
              )}
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <MemberRow key={member.user_id} member={member} manages={manages} onAsk={setAsked} />
            ))}
          </tbody>
        </Table>
      )}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {asked?.what === 'remove' && <RemoveDialog member={asked.member} onClose={() => setAsked(null)} />}
      {asked?.what === 'password' && (
        <PasswordResetDialog member={asked.member} onClose={() => setAsked(null)} />
      )}
      {asked?.what === 'reset' && <ResetDialog member={asked.member} onClose={() => setAsked(null)} />}
    </section>
  )
}

type RowProps = { member: Member; manages: boolean; onAsk: (asked: Asked) => void }

function MemberRow({ member, manages, onAsk }: RowProps) {
  const me = useMe()
  const self = member.user_id === me.user_id
  return (
    <Tr>
      <Td className="min-w-52">
        <span className="flex items-center gap-2.5">
          <Avatar name={member.name} />
          <span className="min-w-0">
            <span className="block truncate font-medium">
              {member.name}
              {self && <span className="font-normal text-ink-3"> (you)</span>}
            </span>
            <span className="block truncate text-sm text-ink-3">{member.email}</span>
          </span>
        </span>
      </Td>
      <Td>{manages && !self ? <RoleSelect member={member} /> : roleLabel(member.role)}</Td>
      <Td>{member.mfa_enrolled ? <Badge tone="good">On</Badge> : <Badge tone="warn">Not yet</Badge>}</Td>
      <Td className="whitespace-nowrap text-ink-2">
        {member.last_seen_at ? <RelativeTime at={member.last_seen_at} /> : 'Never'}
      </Td>
      <Td className="whitespace-nowrap text-ink-2">
        <RelativeTime at={member.created_at} />
      </Td>
      {manages && (
        <Td className="w-12 text-right">
          {!self && (
            <Menu
              trigger={
                <Button variant="quiet" size="icon-sm" aria-label={`Actions for ${member.name}`}>
                  <Ellipsis aria-hidden />
                </Button>
              }
            >
              {member.mfa_enrolled && (
                <MenuItem onSelect={() => onAsk({ member, what: 'reset' })}>
                  <KeyRound aria-hidden />
                  Reset second factor…
                </MenuItem>
              )}
              <MenuItem onSelect={() => onAsk({ member, what: 'password' })}>
                <RectangleEllipsis aria-hidden />
                Reset password…
              </MenuItem>
              <MenuItem tone="bad" onSelect={() => onAsk({ member, what: 'remove' })}>
                <UserMinus aria-hidden />
                Remove…
              </MenuItem>
            </Menu>
          )}
        </Td>
      )}
    </Tr>
  )
}

function RoleSelect({ member }: { member: Member }) {
  const client = useQueryClient()
  const key = membersQuery().queryKey
  const change = useMutation({
    mutationFn: (role: Role) =>
      api('PATCH', apiPath('/api/console/members', member.user_id), Member, { body: { role } }),
    onSuccess: (changed) => {
      client.setQueryData<Member[]>(key, (was) =>
        was?.map((one) => (one.user_id === changed.user_id ? changed : one)),
      )
      toast.success(`${changed.name} is now ${roleLabel(changed.role).toLowerCase()}`)
    },
    onError: (error) => toast.error('The role was not changed', { description: problemText(error) }),
  })
  return (
    <Select
      quiet
      aria-label={`Role of ${member.name}`}
      value={change.isPending ? change.variables : member.role}
      onChange={(role) => change.mutate(role)}
      options={roleOptions}
      disabled={change.isPending}
      className="w-32"
    />
  )
}

function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const client = useQueryClient()
  return (
    <ConfirmDialog
      title={`Remove ${member.name}?`}
      description="Their sessions in this workspace end at once. What they decided stays in the log."
      action="Remove"
      onClose={onClose}
      onConfirm={async () => {
        await api('DELETE', apiPath('/api/console/members', member.user_id), z.unknown())
        await client.invalidateQueries({ queryKey: membersQuery().queryKey })
        toast.success(`${member.name} was removed`)
      }}
    />
  )
}

function ResetDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const client = useQueryClient()
  return (
    <ConfirmDialog
      title={`Reset the second factor of ${member.name}?`}
      description="A second admin has to agree. Then their factors and sessions end, and they enrol anew at the next sign-in."
      action="Ask for the reset"
      reason={{ label: 'Reason', min: 5, hint: 'How you know it is them: it goes into the log.' }}
      onClose={onClose}
      onConfirm={async (reason) => {
        const body = { user_id: member.user_id, reason }
        await api('POST', '/api/console/members/mfa-resets', z.unknown(), { body })
        await client.invalidateQueries({ queryKey: ['settings', 'mfa-resets'] })
        toast.success('The reset waits for a second admin')
      }}
    />
  )
}
