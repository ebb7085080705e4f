/** The one-use link an invited person opens. */
export function invitationLink(siteOrigin: string, token: string): string {
  return `${siteOrigin}/accept-invitation?token=${token}`
}
