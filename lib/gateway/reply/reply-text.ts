/** What a model's reply said, read beside the bytes that go to the caller. */
export type ReplyText = {
  /** The vendor's final word arrived: a reply without it was cut off. */
  complete: boolean
  /** Anthropic's word for it: `end_turn`, `max_tokens`, `refusal`, … */
  stopReason: string | null
  text: string
  /** False when the answer holds anything else: tool calls, citations, files. Thinking is not counted. */
  onlyText: boolean
  usage: ReplyUsage
  model: string | null
}

type ReplyUsage = {
  /** Not counting what prompt caches supplied. */
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
}

/** Reads a stream while it passes. */
export type StreamReader = {
  push(frames: Buffer): void
  /** Has the stream said that it is over (well or with an error)? */
  ended(): boolean
  result(): ReplyText
}

/** More is not read: such an answer is beyond every limit of a template. */
const maxReplyChars = 100_000

export function emptyReply(): ReplyText {
  return {
    complete: false,
    stopReason: null,
    text: '',
    onlyText: true,
    usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
    model: null,
  }
}

export function addText(reply: ReplyText, text: string): void {
  if (reply.text.length + text.length > maxReplyChars) reply.onlyText = false
  else reply.text += text
}

const refusals =
  /^\W*(?:(?:i'?m|i am) (?:very |so |really |truly )?(?:sorry|afraid)|sorry,|(?:i )?apologi[sz]e|unfortunately,? (?:i|as an ai)|as an ai\b|(?:i'?m|i am) (?:not able|unable) to|i (?:can(?:no|')?t|cannot|won'?t|do not|don'?t) (?:help|assist|answer|provide|comply|discuss|have (?:access|information|the ability)))/i

/**
 * Worth showing to a reviewer? Only a finished answer in plain text. Apologies and refusals are not,
 * even when the model calls them `end_turn`: others' caches are full of them.
 */
export function isProposable(reply: ReplyText): boolean {
  const text = reply.text.trim().replaceAll('’', "'")
  return (
    reply.complete && reply.stopReason === 'end_turn' && reply.onlyText && text !== '' && !refusals.test(text)
  )
}
