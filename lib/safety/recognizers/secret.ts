import { recognized, type Recognized } from './span'

type SecretKind = { name: string; pattern: RegExp; certain: boolean }

/** Published token formats. Each quantifier is bounded or followed by nothing: linear matching. */
const secretKinds: readonly SecretKind[] = [
  kind('L0 Cache API key', /(?<![A-Za-z0-9])l0_[A-Za-z0-9_-]{12,}/g),
  kind(
    'AWS access key id',
    /(?<![A-Za-z0-9])(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/g,
  ),
  kind(
    'AWS secret access key',
    /aws.{0,20}(?:secret|key).{0,20}?[=:"'\s][A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/gi,
  ),
  kind('GitHub token', /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,})/g),
  kind('GitLab token', /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{20,}/g),
  kind(
    'Slack token',
    /(?<![A-Za-z0-9])xox[abeoprs](?:\.xox[bp])?-[A-Za-z0-9-]{10,}|(?<![A-Za-z0-9])xapp-\d-[A-Za-z0-9-]{10,}/g,
  ),
  kind('Slack webhook', /hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9/]{20,}/g),
  kind('Anthropic key', /(?<![A-Za-z0-9])sk-ant-[A-Za-z0-9_-]{16,}/g),
  kind(
    'OpenAI key',
    /(?<![A-Za-z0-9])sk-(?!ant-)(?=[A-Za-z0-9_-]{0,80}\d)(?:proj-|svcacct-|admin-|None-)?[A-Za-z0-9_-]{20,}/g,
  ),
  kind(
    'Stripe key',
    /(?<![A-Za-z0-9])(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}|(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/=]{24,}/g,
  ),
  kind('Google API key', /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g),
  kind(
    'Google OAuth secret',
    /(?<![A-Za-z0-9])GOCSPX-[A-Za-z0-9_-]{20,}|(?<![A-Za-z0-9])ya29\.[A-Za-z0-9_-]{20,}/g,
  ),
  kind('SendGrid key', /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g),
  kind('Twilio key', /(?<![A-Za-z0-9])(?:SK|AC)[0-9a-f]{32}(?![A-Za-z0-9])/g),
  kind('npm token', /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/g),
  kind('Hugging Face token', /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,}/g),
  kind('DigitalOcean token', /(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{64}/g),
  kind('Shopify token', /(?<![A-Za-z0-9])shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}/g),
  kind('Telegram bot token', /(?<![A-Za-z0-9])\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/g),
  kind('JSON web token', /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g),
  kind('private key', /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s:,-]*/g),
  kind('age secret key', /(?<![A-Za-z0-9])AGE-SECRET-KEY-1[0-9A-Z]{50,}/g),
  kind(
    'user name and password in a URL',
    /(?<![A-Za-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>{}]{0,100}:[^\s/@"'<>{}]{1,200}@[^\s/"'<>]{1,253}/gi,
  ),
  kind('bearer token', /\bbearer\s{1,3}(?=[A-Za-z0-9._~+/-]{0,200}\d)[A-Za-z0-9._~+/-]{20,}=*/gi),
]

/** A label, then something only a machine or a careless person would put after it. */
const labelled: SecretKind = kind(
  'password or key after its label',
  /\b(?:pass(?:word|wd|code|phrase)?|pwd|api[ _-]?key|access[ _-]?key|secret(?:[ _-]?key)?|client[ _-]?secret|auth[ _-]?token|access[ _-]?token|pin(?: code)?|cvv|cvc|otp)\b["']?(?:\s{0,2}[:=]\s{0,2}|\s+is\s+:?\s{0,2})["'`]?(?=[^\s"'`<>{}[\]]{0,80}\d)[^\s"'`<>{}[\]]{3,200}/gi,
  false,
)

export type RecognizedSecret = Recognized & { kind: SecretKind }

/** Credentials by published format, and values directly after a label such as "password:". */
export function findSecrets(text: string): RecognizedSecret[] {
  const found: RecognizedSecret[] = []
  for (const each of secretKinds) collect(text, each, found)
  collect(text, labelled, found)
  return found
}

function collect(text: string, each: SecretKind, into: RecognizedSecret[]): void {
  for (const match of text.matchAll(each.pattern)) {
    const start = match.index
    const length = match[0].replace(/[.,;:!?)\s]+$/, '').length
    into.push({ ...recognized('secret', text, start, start + length), kind: each })
  }
}

function kind(name: string, pattern: RegExp, certain = true): SecretKind {
  return { name, pattern, certain }
}
