/** The one-use link of a forgotten password. */
export function passwordResetLink(siteOrigin: string, token: string): string {
  return `${siteOrigin}/reset-password?token=${token}`
}

/** The one-use link an invited person opens. */
export function invitationLink(siteOrigin: string, token: string): string {
  return `${siteOrigin}/accept-invitation?token=${token}`
}
