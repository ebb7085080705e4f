/**
 * Frames that carry manners, not meaning. They are peeled from both ends of a query, longest first, for as
 * long as something else remains. Question frames that change the meaning ("why", "when", "did") are not here.
 */
const leading = `
hi | hello | hey | hi there | hello there | hey there | good morning | good afternoon | good evening | greetings
dear sir | dear team | dear | sir | madam | ok | okay | so | well | yes | yeah | yep | um | uh | umm | uhm | ah | oh
please | kindly | just | excuse me | sorry | sorry to bother you | thanks | thank you | hi team | hello team
can you | could you | would you | will you | can you please | could you please | would you please
can u | can you help me | could you help me | would you help me | will you help me | can you assist me | could you assist me
can you help me to | could you help me to | can you help | could you help | help me | help me to | please help me
can i | could i | may i | can i please | could i please | can we | could we | may we | am i able to | is it possible to
is it possible for me to | would it be possible to | is there a way to | is there any way to | is there any way i can
i want to | i want | i would like to | i would like | i would love to | i would want to | i need to | i need | i have to
i wish to | i wanna | i am trying to | i try to | i was trying to | i am looking to | i am looking for | i want you to
i need you to | i would like you to | i was wondering if you could | i was wondering if i could | i was wondering if
i was hoping to | i was hoping you could | i am calling to | i am writing to | i am here to | i am going to | i am hoping to
i need help | i need help with | i need help to | i need some help | i need some help with | i need assistance
i need assistance with | i need assistance to | i want help | i want help with | i want assistance with
i want some help | i require help with | i require assistance with | i need your help | i need your help to | i need your help with
i want to know | i would like to know | i need to know | i am wondering | can you tell me | could you tell me
can you please tell me | could you please tell me | would you tell me | tell me | please tell me | let me know | do you know
would you mind | do you mind | be so kind as to | would you be so kind as to | help | help with | assistance with | assist me with
we want to | we need to | we would like to | me want to | let me | i think i need to | i think i want to | i have got to
`
const trailing = `
please | thanks | thank you | thank you very much | thanks a lot | many thanks | cheers | asap | as soon as possible
now | right now | immediately | right away | urgently | today please | for me | for me please | if possible | if you can
sir | madam | mate | buddy | bro | okay | ok | thanks in advance | thank you in advance | could you help me
can you help me | would you help me | help me | please help | please help me | can you help | could you help
can you assist me | i need help | i need assistance | will you help me | could you assist me | can you do it
could you do it | would you do it | thank you so much | much appreciated | appreciate it
`

type FrameTree = { end: boolean; next: Map<string, FrameTree> }

const leadingTree = buildTree(leading, false)
const trailingTree = buildTree(trailing, true)

/** Tokens without manners around them. Never empty unless the input is: "please help me" stays itself. */
export function stripPoliteness(tokens: readonly string[]): string[] {
  let from = 0
  let to = tokens.length
  for (;;) {
    const front = longestFrame(leadingTree, tokens, from, to, 1)
    if (front > 0 && from + front < to) {
      from += front
      continue
    }
    const back = longestFrame(trailingTree, tokens, to - 1, from - 1, -1)
    if (back > 0 && to - back > from) {
      to -= back
      continue
    }
    return tokens.slice(from, to)
  }
}

function longestFrame(
  tree: FrameTree,
  tokens: readonly string[],
  from: number,
  to: number,
  step: 1 | -1,
): number {
  let node: FrameTree | undefined = tree
  let longest = 0
  for (let i = from; i !== to && node; i += step) {
    node = node.next.get(tokens[i] ?? '')
    if (node?.end) longest = Math.abs(i - from) + 1
  }
  return longest
}

function buildTree(frames: string, reversed: boolean): FrameTree {
  const root: FrameTree = { end: false, next: new Map() }
  for (const frame of frames.split(/[\n|]/)) {
    const words = frame.trim().split(' ').filter(Boolean)
    if (words.length === 0) continue
    if (reversed) words.reverse()
    let node = root
    for (const word of words) {
      let child = node.next.get(word)
      if (!child) node.next.set(word, (child = { end: false, next: new Map() }))
      node = child
    }
    node.end = true
  }
  return root
}
