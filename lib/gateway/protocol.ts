import { errorEvent, writeMessage, writeMessageEvents, type FinishedReply } from './anthropic/write-message'
import { messageStreamReader, readMessage } from './anthropic/read-message'
import { readMessages } from './anthropic/read-messages'
import type { Conversation } from './reading/conversation'
import { readChat } from './openai/read-chat'
import { completionStreamReader, readCompletion } from './openai/read-completion'
import { writeCompletion, writeCompletionChunks } from './openai/write-completion'
import type { Wire } from './ports'
import type { ReplyText, StreamReader } from './reply/reply-text'
import { dataFrame } from './reply/server-sent-events'

/** What differs between the vendors' formats; everything else of the gateway is common to both. */
export type Protocol = {
  wire: Wire
  read(body: unknown): Conversation
  write(reply: FinishedReply, at: Date): string
  writeStream(reply: FinishedReply, at: Date, conversation: Conversation): string[]
  readReply(bytes: Buffer): ReplyText
  streamReader(): StreamReader
  /** Said inside a stream whose status has long been sent. */
  streamError(message: string): string
  /** Prefix of the ids of replies. */
  replyId(id: string): string
}

export const anthropic: Protocol = {
  wire: 'anthropic',
  read: readMessages,
  write: writeMessage,
  writeStream: writeMessageEvents,
  readReply: readMessage,
  streamReader: messageStreamReader,
  streamError: (message) => errorEvent('api_error', message),
  replyId: (id) => id,
}

export const openai: Protocol = {
  wire: 'openai',
  read: readChat,
  write: (reply, at) => writeCompletion({ ...reply, createdSeconds: seconds(at) }),
  writeStream: (reply, at, { streamUsage }) =>
    writeCompletionChunks({ ...reply, createdSeconds: seconds(at) }, streamUsage),
  readReply: readCompletion,
  streamReader: completionStreamReader,
  streamError: (message) =>
    dataFrame({ error: { message, type: 'server_error', param: null, code: 'upstream_error' } }),
  replyId: (id) => id.replace(/^msg_/, 'chatcmpl-'),
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000)
}
