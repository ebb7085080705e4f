import { z } from 'zod'
import { AddComment, Comment } from '@/lib/proposals/desk/desk-schema'
import { addComment, listComments } from '@/lib/proposals/desk/discuss'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/entries/{entry}/comments',
    summary: 'Comments on an entry, oldest first',
    access: { by: 'session', permission: 'view' },
    response: z.object({ items: z.array(Comment) }),
  },
  async ({ app, principal, params }) => {
    const subject = { type: 'entry', id: params.entry ?? '' } as const
    return { items: await listComments(app.review.review, principal, subject) }
  },
)

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/entries/{entry}/comments',
    summary: 'Comment on an entry',
    access: { by: 'session', permission: 'view' },
    body: AddComment,
    response: Comment,
  },
  ({ app, call, principal, params, body }) => {
    const subject = { type: 'entry', id: params.entry ?? '' } as const
    return addComment(app.review.review, { principal, request_id: call.requestId }, subject, body)
  },
)
