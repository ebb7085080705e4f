export type GuardName =
  | 'negation'
  | 'condition'
  | 'partial'
  | 'reversal'
  | 'status'
  | 'why'
  | 'policy'
  | 'accusation'
  | 'multiple_intents'
  | 'quotation'
  | 'unresolved_reference'
  | 'too_little'

export type GuardSpec = {
  name: GuardName
  /** The words that fire it, or null. `text` is canonical, with a space on both ends; `raw` is the query. */
  find: (text: string, raw: string) => string | null
}

const first =
  (...patterns: RegExp[]) =>
  (text: string) => {
    for (const pattern of patterns) {
      const match = pattern.exec(text)
      if (match) return match[0].trim()
    }
    return null
  }

const action =
  'cancel|change|delete|remove|refund|return|send|update|switch|close|open|add|create|pay|buy|order|reorder|ship|track|' +
  'subscribe|unsubscribe|register|upgrade|downgrade|transfer|block|unblock|activate|deactivate|reset|edit|keep|replace|' +
  'exchange|give|tell|check|get|make|stop|start|book|call|contact|charge'

export const guardSpecs: readonly GuardSpec[] = [
  {
    name: 'negation',
    find: first(
      / (?:do|does|did|should|must|will|would|please|to|would you) not (?!know|have|find|see|understand|remember|recall|get|receive|want to (?:wait|lose)|work|recognize|recognise|let|seem|show|arrive|go|accept|able|allow|afford|need(?: the| my| this| it)|want (?:the|my|this|it|that) )(?:\w+ )/,
      / (?:do|did) not (?:want|need|wish|like|ask)(?: for)? (?:to |a |an |any |you )/,
      / (?:never|without|neither|nor|except|instead of|rather than|refuse to|not to|avoid|stop \w+ing) (?:\w+|\{\{\w+\}\}) /,
      / (?:waive|no more) /,
    ),
  },
  {
    name: 'condition',
    find: first(
      / (?:only if|unless|provided|as long as|in case|otherwise|but only|if and only|if it (?:has|is|was|can|does|did)|if not|until|before it|or else) /,
    ),
  },
  {
    name: 'partial',
    find: first(
      / (?:only|all but|except|everything but|part of|half of|just) (?:the|one|two|my|this|that|\{\{)/,
      / (?:keep|leave) the (?:rest|other|others) /,
    ),
  },
  {
    name: 'reversal',
    find: first(
      / (?:undo|reinstate|uncancel|un cancel|bring back|take back|take down|re open|reopen|changed my mind|after all|back on) /,
    ),
  },
  {
    name: 'status',
    find: first(
      / (?:has|have|had|was|were|did) (?:(?!not )\w+ |\{\{\w+\}\} ){0,5}(?:cancell?ed|deleted|closed|refunded|changed|updated|received|gone through|processed|approved|removed|completed?|filed|registered|created|returned)(?: \w+)? /,
      / (?:is|are) (?:\w+ |\{\{\w+\}\} ){1,4}(?:already|yet|still|cancell?ed|deleted|refunded|closed) /,
      / (?:is|are|was|were|got|been|getting) (?:\w+ )?(?:cancell?ed|deleted|refunded|closed|reinstated) /,
      / (?:what happened (?:to|with)|any update on|status of) /,
    ),
  },
  {
    name: 'why',
    find: first(/ (?:why|how come|what is the reason|for what reason|explain why|the reason) /),
  },
  {
    name: 'policy',
    find: first(
      / (?:how many|how late|how often|how much time do i have|minimum|maximum|is there a (?:limit|minimum|maximum|deadline)|am i allowed|what happens if|up to when|until when) /,
    ),
  },
  {
    name: 'accusation',
    find: first(
      / (?:(?:someone|somebody|anyone) (?:has|have|is|used|uses|using|changed|placed|made|took|opened|stole|got|else)|hackers|fraud|fraudulent|hacked|stolen|stole|scam|scammed|without my (?:permission|consent|knowledge|approval)|behind my back|did not (?:ask for|order|request|authorize|authorise|make|place|sign up)|not mine|never (?:ordered|asked|signed|requested|made)) /,
      / (?:(?:got|has|have|sent|received|is) (?:me )?(?:the|a|an|somebody|someone) (?:wrong|incorrect|broken|damaged)|owe me|owes me|should not have been|(?:link|button|page) is broken) /,
    ),
  },
  {
    name: 'multiple_intents',
    find: first(
      new RegExp(` (?:and|then|also|plus|as well as|and then|and also) (?:\\w+ ){0,2}?(?:${action}) `),
      / (?:and|also) (?:what|how|when|where|why|who) /,
    ),
  },
  {
    name: 'quotation',
    find: (text, raw) =>
      first(
        / (?:translate|poem|story|essay|song|joke|rap|haiku|lyrics|pretend|roleplay|role play|ignore (?:all|previous|the|your|my)|system prompt|instructions|repeat after me|write (?:a|an|me|code) (?!review|opinion|feedback|comment|complaint|testimonial|message|email|letter)\w+|summari[sz]e|paraphrase|rephrase|rewrite|spell|in (?:french|spanish|german|italian|chinese|japanese)|say the words?|what does .{1,60} mean) /,
      )(text) ?? quotedCommand(raw),
  },
  {
    name: 'unresolved_reference',
    find: (text) => {
      if (
        /^ (?:\w+ ){0,3}(?:it|this|that|them|these|those|that one|this one|the same|both|the other one|the first one|the second one)(?: please| now| too| again)? $/.test(
          text,
        )
      ) {
        return text.trim()
      }
      return null
    },
  },
  { name: 'too_little', find: (text) => (/[\p{L}\p{N}]{2}/u.test(text) ? null : 'no words') },
]

/** Without any, a query's guards depend on its tokens alone. */
export function hasQuotes(raw: string): boolean {
  return /["“”«»]/.test(raw)
}

/** A quoted span of several words: somebody talks about a sentence instead of saying it. */
function quotedCommand(raw: string): string | null {
  const match = /["“”«»]([^"“”«»]{4,200})["“”«»]/.exec(raw)
  return match?.[1] && match[1].trim().includes(' ') ? `“${match[1].trim()}”` : null
}
