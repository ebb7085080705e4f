import { generateSecret, generateURI, verify } from 'otplib'

/** RFC 6238 with its usual numbers: SHA-1, six digits, steps of 30 seconds. */
const totpStepSeconds = 30

/** 160 random bits, base 32. */
export function newTotpSecret(): string {
  return generateSecret()
}

export function totpUri(secret: string, account: string, issuer: string): string {
  return generateURI({ issuer, label: account, secret })
}

/**
 * The time step a code belongs to, or null when it is wrong. One step of clock drift is tolerated on
 * either side; steps up to `lastStep` are refused, but only the store's conditional update settles
 * which of several posts of one code wins.
 */
export async function totpStep(
  secret: string,
  code: string,
  now: Date,
  lastStep: number,
): Promise<number | null> {
  if (!looksLikeTotp(code)) return null
  const result = await verify({
    secret,
    token: code,
    epoch: Math.floor(now.getTime() / 1_000),
    epochTolerance: totpStepSeconds,
  })
  if (!result.valid || !('timeStep' in result)) return null
  return result.timeStep > lastStep ? result.timeStep : null
}

function looksLikeTotp(code: string): boolean {
  return /^\d{6}$/.test(code)
}
