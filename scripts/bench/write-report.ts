import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { BenchResult } from './bench'
import { offered, type InstancesPoint } from './instances'
import type { ScalePoint } from './scale'
import { titles, type SeriesName } from './series'

const page = 'docs/performance.md'
const chart = 'docs/images/performance.svg'
const [begin, end] = ['<!-- bench:begin -->', '<!-- bench:end -->']

/** Puts what was measured between the page's markers, and draws the chart. */
export function writeReport(result: BenchResult): void {
  const text = readFileSync(page, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${page} has lost its markers ${begin} … ${end}`)
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${tables(result)}\n\n${text.slice(to)}`)
  mkdirSync('docs/images', { recursive: true })
  writeFileSync(chart, drawing(result))
}

function tables(result: BenchResult): string {
  const { at, machine, rounds, seconds, phrasings } = result
  const parts = [
    `Measured on ${at}: ${machine}; medians of ${rounds} interleaved rounds of ${seconds} s, ${phrasings} phrasings.`,
    ...Object.entries(result.table).map(
      ([connections, row]) => `**${connections} connections**\n\n${table(row)}`,
    ),
  ]
  if (result.scale) {
    parts.push(
      `**As entries become many** (64 connections)\n\n${scaleTable('entries', result.scale.entries)}`,
    )
    parts.push(
      `**As workspaces become many** (64 connections)\n\n${scaleTable('workspaces', result.scale.workspaces)}`,
    )
  }
  if (result.instances)
    parts.push(`**Two instances** (16 connections each)\n\n${instancesTable(result.instances)}`)
  if (result.memory)
    parts.push(
      `**Memory over ten minutes at 64 connections**, MiB at the end of each minute: ${result.memory.minutes.join(', ')}.`,
    )
  return parts.join('\n\n')
}

function table(row: BenchResult['table'][number]): string {
  const lines = (Object.keys(row) as SeriesName[]).map((name) => {
    const cell = row[name]
    const cpu = name === 'f_direct' ? ['–', '–'] : [cell.cpuUs.toFixed(0), cell.cpuRatio.toFixed(2)]
    const failed = cell.failed > 0 ? ` (${cell.failed} failed)` : ''
    const figures = [
      `${cell.perSecond.toFixed(0)}${failed}`,
      cell.ratio.toFixed(2),
      cell.p50Ms.toFixed(2),
      cell.p99Ms.toFixed(2),
      ...cpu,
    ]
    return `| ${titles[name]} | ${figures.join(' | ')} |`
  })
  const head = '| | requests/s | ratio to (a) | p50 ms | p99 ms | CPU µs a request | CPU of (a) / this |'
  return [head, '|---|---:|---:|---:|---:|---:|---:|', ...lines].join('\n')
}

function scaleTable(what: string, points: ScalePoint[]): string {
  const lines = points.map(
    ({ size, perSecond, cpuUs, p50Ms }) =>
      `| ${size.toLocaleString('en')} | ${perSecond.toFixed(0)} | ${p50Ms.toFixed(2)} | ${cpuUs.toFixed(0)} |`,
  )
  return [`| ${what} | requests/s | p50 ms | CPU µs a request |`, '|---:|---:|---:|---:|', ...lines].join(
    '\n',
  )
}

function instancesTable(points: InstancesPoint[]): string {
  const lines = points.map(({ instances, ...cell }) => {
    const figures = [
      cell.perSecond.toFixed(0),
      cell.p50Ms.toFixed(2),
      cell.p99Ms.toFixed(2),
      cell.cpuUs.toFixed(0),
    ]
    return `| ${instances} | ${figures.join(' | ')} |`
  })
  const head = `| instances | requests/s in all (${offered.toLocaleString('en')} offered to each) | p50 ms | p99 ms | CPU µs a request, each |`
  return [head, '|---:|---:|---:|---:|---:|', ...lines].join('\n')
}

/** Bars of the ratio to (a) at the highest concurrency that was measured. */
function drawing(result: BenchResult): string {
  const connections = Math.max(...Object.keys(result.table).map(Number))
  const row = result.table[connections]!
  const names = (['a', 'b', 'b_same', 'c', 'd', 'e'] as const).filter((name) => row[name])
  const most = Math.max(1, ...names.map((name) => row[name].ratio))
  const bars = names.map((name, index) => {
    const y = 46 + index * 30
    const width = Math.round((row[name].ratio / most) * 300)
    return [
      `<text x="12" y="${y + 14}">${titles[name].replaceAll('&', '&amp;')}</text>`,
      `<rect x="330" y="${y}" width="${width}" height="18" rx="3" fill="${name === 'a' ? '#94a3b8' : '#0f766e'}"/>`,
      `<text x="${338 + width}" y="${y + 14}">${row[name].ratio.toFixed(2)}</text>`,
    ].join('')
  })
  const height = 60 + names.length * 30
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="700" height="${height}" viewBox="0 0 700 ${height}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="#334155">`,
    `<title>Requests a second relative to a bare server, ${connections} connections</title>`,
    `<rect width="700" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="26" font-weight="600">Requests a second relative to (a), ${connections} connections, ${result.at}</text>`,
    ...bars,
    '</svg>\n',
  ].join('\n')
}
