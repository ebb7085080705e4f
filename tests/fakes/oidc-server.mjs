// A real OpenID Connect provider in a process of its own, as strict as its defaults are: claims of scopes
// come from UserInfo, clients authenticate, PKCE is demanded. Says where it is on its first line; PORT is optional.
import http from 'node:http'
import { Provider } from 'oidc-provider'

const { CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, PEOPLE, PORT = '0' } = process.env
/** By the login that is typed in: the claims. */
const people = JSON.parse(PEOPLE)

const server = http.createServer()
await new Promise((resolve) => server.listen(Number(PORT), '127.0.0.1', resolve))
const issuer = `http://localhost:${server.address().port}`

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      redirect_uris: [REDIRECT_URI],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  pkce: { required: () => true },
  cookies: { keys: ['for tests only'] },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
})
server.on('request', provider.callback())
process.stdout.write(`${issuer}\n`)
process.on('SIGTERM', () => process.exit(0))
