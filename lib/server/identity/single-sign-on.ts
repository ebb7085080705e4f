import type { OAuthConfig } from 'next-auth/providers/oauth'
import type { Env } from '@/lib/env'

export type OidcProfile = { sub: string; email?: string; email_verified?: boolean; name?: string }

export const singleSignOnId = 'oidc'

/** Whether the environment names an identity provider: only then is there a button. */
export function offersSingleSignOn(env: Env): boolean {
  return Boolean(env.OIDC_ISSUER && env.OIDC_CLIENT_ID && env.OIDC_CLIENT_SECRET)
}

/** OpenID Connect by discovery, with PKCE, state and nonce; null when the environment names no provider. */
export function singleSignOn(env: Env): OAuthConfig<OidcProfile> | null {
  if (!offersSingleSignOn(env)) return null
  return {
    id: singleSignOnId,
    name: 'Single sign-on',
    type: 'oauth',
    wellKnown: `${env.OIDC_ISSUER!.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId: env.OIDC_CLIENT_ID,
    clientSecret: env.OIDC_CLIENT_SECRET,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    // Providers that follow OpenID Connect Core §5.4 to the letter give the address from UserInfo alone.
    userinfo: {
      request: async ({ client, tokens }) => {
        const claims = tokens.id_token && 'claims' in tokens ? (tokens.claims as () => OidcProfile)() : null
        if (claims?.email !== undefined) return claims
        return { ...(await client.userinfo(tokens.access_token!)), ...claims }
      },
    },
    profile: (profile) => ({ id: profile.sub, email: profile.email, name: profile.name }),
  }
}
