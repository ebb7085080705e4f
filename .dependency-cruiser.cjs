/** The direction of `lib/`, as ARCHITECTURE.md draws it. Run by `npm run layers`, and so by `npm test`. */
const concepts = 'normalization|lookup|gateway|proposals|entries|safety|audit|auth|workspaces|usage'
/** What each concept may know besides itself; everybody may know the foundation. */
const foundation = ['audit', 'auth', 'kernel', 'workspaces']
const allowed = {
  kernel: [],
  audit: ['kernel'],
  auth: ['kernel', 'audit', 'workspaces'],
  workspaces: ['kernel', 'audit', 'auth'],
  safety: foundation,
  usage: foundation,
  normalization: foundation.concat('safety', 'usage'),
  entries: foundation.concat('safety'),
  proposals: foundation.concat('entries', 'safety'),
  lookup: foundation.concat('entries', 'normalization', 'usage'),
  gateway: foundation.concat('lookup', 'entries', 'usage'),
}

const directions = Object.entries(allowed).map(([from, to]) => ({
  name: `${from}-knows-only-its-own`,
  severity: 'error',
  from: { path: `^lib/${from}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^lib/', pathNot: [`^lib/(${[from, ...to].join('|')})/`] },
}))

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...directions,
    {
      name: 'concepts-are-framework-free',
      comment: 'Concept folders hold rules; frameworks, drivers and SDKs stay in adapters and server.',
      severity: 'error',
      from: { path: `^lib/(${concepts}|kernel)/`, pathNot: '\\.test\\.ts$' },
      to: {
        path: 'node_modules/(next|next-auth|react|react-dom|@prisma|prisma|pg|ioredis|@anthropic-ai|openai)(/|$)',
      },
    },
    {
      name: 'adapters-know-no-server',
      severity: 'error',
      from: { path: '^lib/adapters/' },
      to: { path: '^(lib/server|app|components)/' },
    },
    {
      name: 'lib-knows-no-app',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(app|components)/' },
    },
    {
      name: 'browser-code-imports-shapes-and-permissions-only',
      comment:
        'Components run in the browser: schemas, permissions and pure rules, never adapters or server.',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^lib/(adapters|server)/|^lib/env' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'lib/adapters/postgres/generated|\\.next|/fixtures/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
