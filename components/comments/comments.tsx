'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { MessageSquare } from 'lucide-react'
import { useState } from 'react'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { commentsPath, commentsQuery, membersQuery, type CommentSubject } from '@/components/data/queries'
import type { Comment } from '@/lib/proposals/desk/desk-schema'
import { MentionHints, mentionedIn } from './mentions'
import { ColumnSection } from '@/components/review/column-section'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { Textarea } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/time'

type CommentsProps = {
  subject: CommentSubject
  /** False while something else comes first. */
  ready?: boolean
}

/** Talk about a proposal or an entry; `@name` tells somebody. */
export function Comments({ subject, ready = true }: CommentsProps) {
  const client = useQueryClient()
  const comments = useQuery({ ...commentsQuery(subject), enabled: ready })
  const members = useQuery(membersQuery()).data?.items ?? []
  const [text, setText] = useState('')
  const post = useMutation({
    mutationFn: () =>
      api('POST', commentsPath(subject), z.unknown(), {
        body: { text: text.trim(), mentions: mentionedIn(text, members) },
      }),
    onSuccess: () => {
      setText('')
      return client.invalidateQueries({ queryKey: commentsQuery(subject).queryKey })
    },
  })
  const items = comments.data?.items ?? []

  function send() {
    if (text.trim() !== '' && !post.isPending) post.mutate()
  }

  return (
    <ColumnSection title="Comments" icon={MessageSquare} note={items.length > 0 ? items.length : null}>
      {items.length > 0 && (
        <ul className="flex flex-col gap-3.5">
          {items.map((comment) => (
            <CommentLine key={comment.id} comment={comment} />
          ))}
        </ul>
      )}
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Textarea
          aria-label="Comment"
          placeholder="Comment, or mention with @"
          rows={2}
          value={text}
          maxLength={4_000}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !event.repeat) send()
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
          className="field-sizing-content min-h-9"
        />
        <MentionHints text={text} members={members} onPick={setText} />
        {text.trim() !== '' && (
          <Button type="submit" size="sm" busy={post.isPending} className="self-end">
            Comment
          </Button>
        )}
        {post.isError && (
          <p role="alert" className="text-sm text-bad-text">
            {problemText(post.error)}
          </p>
        )}
      </form>
    </ColumnSection>
  )
}

function CommentLine({ comment }: { comment: Comment }) {
  return (
    <li className="flex gap-2.5">
      <Avatar name={comment.author_label} size="sm" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <span className="font-medium">{comment.author_label}</span>
          <RelativeTime at={comment.created_at} className="text-ink-3" />
        </p>
        <p className="text-base [overflow-wrap:anywhere] whitespace-pre-wrap">
          {comment.text.split(/(@[\w.+-]*[\w+])/).map((part, index) =>
            part.startsWith('@') ? (
              <span key={index} className="font-medium text-accent-text">
                {part}
              </span>
            ) : (
              part
            ),
          )}
        </p>
      </div>
    </li>
  )
}
