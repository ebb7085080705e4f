import { invalidInput } from '@/lib/kernel/errors'

/** 0–4; 3 is "safely unguessable: offline slow-hash scenario" (Wheeler, zxcvbn, USENIX Security 2016). */
const leastScore = 3

type Check = (password: string, about: string[]) => number
let loading: Promise<Check> | undefined

/**
 * Refuses passwords that guessers try first: common and breached ones, keyboard runs, and variations
 * of what is known about the person. Throws `invalid_input` for `field`. Length is checked by the
 * `Password` schema; composition rules ("one digit, one capital") are left out on purpose
 * (NIST SP 800-63B §5.1.1.2).
 */
export async function requireStrongPassword(
  password: string,
  about: { email: string; name: string },
  field = 'password',
): Promise<void> {
  const check = await (loading ??= loadCheck())
  const known = [
    about.email,
    about.email.split('@')[0] ?? '',
    ...about.name.split(/\s+/),
    'l0cache',
    'l0-cache',
  ]
  if (check(password, known.filter(Boolean)) >= leastScore) return
  throw invalidInput(
    field,
    'is too easy to guess: it is among the passwords that attackers try first. Three or four unrelated words work well.',
  )
}

/** The dictionaries are large: they are loaded when the first password is set, not at start. */
async function loadCheck(): Promise<Check> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  const meter = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: 200 })
  return (password, about) => meter.check(password, about).score
}
