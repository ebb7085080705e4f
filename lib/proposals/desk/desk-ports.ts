import type { Comment, Notification, SavedView } from './desk-schema'

export type CommentSubject = { type: 'proposal' | 'entry'; id: string }

/** Comments, notifications and saved views of one workspace. */
export type DeskStore = {
  subjectExists(subject: CommentSubject): Promise<boolean>
  comments(subject: CommentSubject): Promise<Comment[]>
  addComment(
    subject: CommentSubject,
    comment: Omit<Comment, 'id' | 'created_at'>,
    now: Date,
  ): Promise<Comment>
  /** Those of the given ids who are members. */
  members(userIds: string[]): Promise<string[]>
  notifications(userId: string, limit: number): Promise<Notification[]>
  markRead(userId: string, now: Date, ids?: string[]): Promise<number>
  views(userId: string): Promise<SavedView[]>
  /** Replaces the view of that name, if there is one. */
  saveView(userId: string, view: Omit<SavedView, 'id'>): Promise<SavedView>
  deleteView(userId: string, id: string): Promise<boolean>
}
