import type { SafetyCase } from './case'

const overpromise = [
  'I have cancelled your order.',
  "I've gone ahead and refunded you.",
  'We have updated your address.',
  'Your order {{order_id}} has been cancelled.',
  'Your refund of ${{amount}} has been issued.',
  'I will cancel it for you right away.',
  "I'll refund the full amount.",
  'We guarantee delivery by Friday.',
  'You will definitely get your money back.',
  'I just reset your password.',
  'Your account has now been deleted.',
  'I can check the status of your parcel.',
  'Rest assured, it arrives tomorrow.',
  'We’ve shipped a replacement.',
  'I have escalated this to a manager.',
  'This is 100% safe.',
  'Done! It is cancelled.',
  'Consider it refunded.',
  'A replacement is on its way to you.',
  'Your money will be back today.',
]
const refusal = [
  'As an AI language model, I cannot do that.',
  "I'm sorry, but I can't help with that.",
  'I am unable to access your order.',
  "I don't have access to real-time information.",
  'As an artificial intelligence I have no feelings.',
  'I’m just a chatbot.',
  'My training data ends in 2023.',
  'I was created by OpenAI.',
  'I apologize, but I cannot fulfill this request.',
  'I cannot provide that information.',
  "Sorry, I won't do this.",
  'I do not have the ability to browse.',
  'That goes beyond what I was built for.',
  'This request violates my policy.',
]
const toxic = [
  'You are an idiot.',
  'What a stupid question.',
  'Shut up and wait.',
  'Go to hell.',
  'You sh1t, read the manual.',
  'Only a moron would ask.',
  'Kill yourself.',
  'All immigrants are criminals.',
  'You people disgust me.',
  'People like you should not be allowed to shop here.',
  'Your kind is not welcome.',
  'We do not serve women here.',
  'Go back to your country.',
  'Nobody likes you.',
  'f*ck off',
  'You are worthless.',
  'I hope you suffer.',
  'Are you blind? Read again.',
  'They breed like rats.',
  'Figures that a girl would not understand.',
]

/** A few sentences of each kind, the last ones of each list without any telling word. */
export function toneCases(): SafetyCase[] {
  const rows = (
    texts: readonly string[],
    slice: string,
    finding: string,
    kind: SafetyCase['kind'],
  ): SafetyCase[] => texts.map((text) => ({ text, kind, slice, findings: [finding] }))
  return [
    ...rows(overpromise, 'overpromise', 'tone.overpromise', 'tone'),
    ...rows(refusal, 'model refusal', 'tone.model_refusal', 'tone'),
    ...rows(toxic, 'toxicity', 'tone.toxicity', 'tone'),
  ]
}
