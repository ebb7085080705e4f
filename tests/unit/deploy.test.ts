import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { describeMetrics } from '@/scripts/docs/metrics-page'
import { readEnv } from '@/lib/env'
import { serverBundle, serverFlags } from '@/scripts/start/bundle'

const read = (file: string) => readFileSync(file, 'utf8')

/** Names as a scraper sees them: histograms and summaries have parts. */
const exposed = new Set(
  describeMetrics().flatMap(({ name, type }) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  ),
)
const metricsIn = (text: string) => [...new Set(text.match(/\bl0_[a-z0-9_]+\b/g) ?? [])]

type Rule = { alert: string; expr: string; labels: { severity: string }; annotations: Record<string, string> }

describe('alert rules', () => {
  const { groups } = parse(read('deploy/prometheus/alerts.yaml')) as { groups: { rules: Rule[] }[] }
  const rules = groups.flatMap((group) => group.rules)

  it.each(rules)('$alert asks for metrics that exist, and its runbook does', (rule) => {
    const names = metricsIn(rule.expr)
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect(exposed, name).toContain(name)
    expect(['page', 'warn']).toContain(rule.labels.severity)
    expect(rule.annotations.summary).toBeTruthy()
    expect(existsSync(rule.annotations.runbook!), rule.annotations.runbook).toBe(true)
  })
})

describe('the Grafana dashboard', () => {
  type Panel = { id: number; title: string; targets: { expr: string }[]; gridPos: Record<string, number> }
  const dashboard = JSON.parse(read('deploy/grafana/l0-cache.json')) as { panels: Panel[] }

  it.each(dashboard.panels)('“$title” asks for metrics that exist', ({ targets }) => {
    for (const { expr } of targets) {
      const names = metricsIn(expr)
      expect(names.length).toBeGreaterThan(0)
      for (const name of names) expect(exposed, name).toContain(name)
    }
  })

  it('shows every metric of ours', () => {
    const shown = metricsIn(JSON.stringify(dashboard.panels)).map((name) => name.replace(/_bucket$/, ''))
    const ours = describeMetrics().filter(({ name }) => !/^l0_(process|nodejs)_/.test(name))
    expect(ours.map(({ name }) => name).filter((name) => !shown.includes(name))).toEqual([])
  })
})

describe('compose.yaml', () => {
  type Service = { environment?: Record<string, string>; depends_on?: object; deploy?: { replicas: number } }
  const compose = parse(read('compose.yaml'), { merge: true }) as { services: Record<string, Service> }
  const filled = (environment: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [
        name,
        value.replace(/\$\{(\w+)(?::[?-][^}]*)?\}/g, (_all, variable: string) =>
          variable === 'L0_URL' ? 'https://l0.example' : variable === 'L0_SECRET' ? 'x'.repeat(40) : '',
        ),
      ]),
    )

  it('starts two servers, Postgres, two Redis and three sentinels', () => {
    expect(compose.services.app!.deploy!.replicas).toBe(2)
    const names = Object.keys(compose.services)
    expect(names).toEqual(
      expect.arrayContaining(['postgres', 'redis-1', 'redis-2', 'sentinel-1', 'sentinel-2', 'sentinel-3']),
    )
  })

  it.each(['app', 'migrate', 'l0'])('gives %s an environment the server accepts', (name) => {
    const env = readEnv(filled(compose.services[name]!.environment!))
    expect(env.REDIS_SENTINELS!.split(',')).toHaveLength(3)
    expect(Boolean(env.DATABASE_OWNER_URL)).toBe(name === 'migrate')
  })

  it('waits only for services that exist', () => {
    for (const service of Object.values(compose.services)) {
      const waits = service.depends_on ?? []
      for (const name of Array.isArray(waits) ? (waits as string[]) : Object.keys(waits))
        expect(Object.keys(compose.services)).toContain(name)
    }
  })
})

describe('Kubernetes manifests', () => {
  const folder = 'deploy/kubernetes'
  type Manifest = { apiVersion: string; kind: string; metadata: { name: string }; [key: string]: unknown }
  const documents = (file: string) =>
    parseAllDocuments(read(path.join(folder, file))).map((document) => {
      expect(document.errors).toEqual([])
      return document.toJS() as Manifest
    })
  const { resources } = parse(read(path.join(folder, 'kustomization.yaml'))) as { resources: string[] }
  const all = resources.flatMap(documents)
  const of = <T>(kind: string) => all.find((manifest) => manifest.kind === kind) as unknown as T

  it('are all listed, and nothing is listed that does not exist', () => {
    const files = readdirSync(folder).filter(
      (file) => !['kustomization.yaml', 'secret.example.yaml'].includes(file),
    )
    expect([...resources].sort()).toEqual(files.sort())
    for (const manifest of all)
      expect(manifest).toMatchObject({ apiVersion: expect.any(String), kind: expect.any(String) })
  })

  it('probe addresses the server answers', async () => {
    const { hotHandlers } = await import('@/app/hot-handlers')
    const known = hotHandlers.map(({ spec }) => spec.path)
    const text = JSON.stringify(of('Deployment'))
    const probed = [...text.matchAll(/"path":"([^"]+)"/g)].map(([, probe]) => probe)
    expect(probed).toHaveLength(3)
    for (const probe of probed) expect(known).toContain(probe)
  })

  it('select the pods they are about', () => {
    type Deployment = {
      spec: { selector: { matchLabels: object }; template: { metadata: { labels: object } } }
    }
    const { spec } = of<Deployment>('Deployment')
    expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels)
    expect(of<{ spec: { selector: object } }>('Service').spec.selector).toEqual(spec.selector.matchLabels)
    const budget = of<{ spec: { selector: { matchLabels: object } } }>('PodDisruptionBudget')
    expect(budget.spec.selector).toEqual(spec.selector)
  })

  it('keep the owner of the database from the servers', () => {
    expect(JSON.stringify(of('Deployment'))).not.toContain('owner')
    expect(JSON.stringify(of('Job'))).toContain('l0-cache-owner')
    const [server, owner] = documents('secret.example.yaml') as unknown as {
      stringData: Record<string, string>
    }[]
    expect(Object.keys(owner!.stringData)).toEqual(['DATABASE_OWNER_URL'])
    expect(() => readEnv(server!.stringData)).not.toThrow()
  })

  it('run without root, capabilities or a writable root', () => {
    for (const kind of ['Deployment', 'Job']) {
      const text = JSON.stringify(of(kind))
      for (const wanted of ['"runAsNonRoot":true', '"readOnlyRootFilesystem":true', '"drop":["ALL"]'])
        expect(text, kind).toContain(wanted)
    }
  })
})

describe('the Dockerfile', () => {
  const lines = read('Dockerfile').split('\n')
  it('ends unprivileged, with a health check, and starts what `npm start` starts', () => {
    expect(lines.filter((line) => line.startsWith('USER ')).at(-1)).toBe('USER node')
    expect(lines.some((line) => line.startsWith('HEALTHCHECK'))).toBe(true)
    expect(lines.filter((line) => line.startsWith('CMD')).at(-1)).toBe(
      `CMD ${JSON.stringify(['node', ...serverFlags, serverBundle]).replaceAll(',', ', ')}`,
    )
  })
  it('is not sent secrets, state or another machine’s packages', () => {
    const ignored = read('.dockerignore').split('\n')
    for (const name of ['.env', '.env.*', '.l0', 'node_modules', '.git']) expect(ignored).toContain(name)
  })
})
