'use client'

import { Avatar } from '@/components/ui/avatar'
import type { Member } from '@/lib/auth/schema'

/** What stands after the `@`: the address before its own, which is unique enough and has no blanks. */
function handleOf(member: Member): string {
  return member.email.split('@')[0] ?? member.email
}

/** A dot or a dash at the end is the sentence's, not the name's. */
const mentionPattern = /@([\w.+-]*[\w+])/g

/** Ids of the people a text names. */
export function mentionedIn(text: string, members: readonly Member[]): string[] {
  const handles = new Set([...text.matchAll(mentionPattern)].map((match) => match[1]!.toLowerCase()))
  return members
    .filter((member) => handles.has(handleOf(member).toLowerCase()))
    .map((member) => member.user_id)
}

type MentionHintsProps = { text: string; members: readonly Member[]; onPick: (text: string) => void }

/** While an `@word` is being written: who it could be. */
export function MentionHints({ text, members, onPick }: MentionHintsProps) {
  const begun = /(?:^|\s)@([\w.+-]*)$/.exec(text)?.[1]?.toLowerCase()
  if (begun === undefined) return null
  const found = members
    .filter((member) => `${member.name} ${member.email}`.toLowerCase().includes(begun))
    .slice(0, 5)
  if (found.length === 0) return null
  return (
    <ul aria-label="People to mention" className="flex flex-wrap gap-1">
      {found.map((member) => (
        <li key={member.user_id}>
          <button
            type="button"
            className="flex h-7 items-center gap-1.5 rounded-sm bg-press px-1.5 text-sm hover:bg-selected"
            onClick={() => onPick(text.replace(/@[\w.+-]*$/, `@${handleOf(member)} `))}
          >
            <Avatar name={member.name} size="sm" />
            {member.name}
          </button>
        </li>
      ))}
    </ul>
  )
}
