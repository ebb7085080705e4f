import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { StepUpBinding } from './schema'

/*
 * What browsers send (WebAuthn Level 3, §5.1.9 and §5.1.10, as JSON). Only the frame is checked here;
 * the library that verifies them reads the rest.
 */
const Base64Url = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(16_384)
const frame = { id: Base64Url.max(2_048), rawId: Base64Url.max(2_048), type: z.literal('public-key') }

const Registration = z.custom<RegistrationResponseJSON>(
  (value) =>
    z
      .looseObject({
        ...frame,
        response: z.looseObject({ clientDataJSON: Base64Url, attestationObject: Base64Url }),
      })
      .safeParse(value).success,
  'is not a credential',
)
const Authentication = z.custom<AuthenticationResponseJSON>(
  (value) =>
    z
      .looseObject({
        ...frame,
        response: z.looseObject({
          clientDataJSON: Base64Url,
          authenticatorData: Base64Url,
          signature: Base64Url,
        }),
      })
      .safeParse(value).success,
  'is not an assertion',
)

export const PasskeyCreated = z.strictObject({
  name: z.string().trim().min(1).max(60),
  response: Registration,
})
export const PasskeyAsk = z.strictObject({ bound: StepUpBinding.nullable().default(null) })
export const PasskeyProof = z.strictObject({
  bound: StepUpBinding.nullable().default(null),
  response: Authentication,
})
