import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))

/** @type {import('next').NextConfig} */
export default {
  // The image optimiser is off: it has been a source of advisories and nothing here needs it.
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root },
  // Types and lint run in `npm test`; running them again here only slows the start.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', 'ioredis', 'pino', '@prisma/client', '@prisma/adapter-pg', 're2js', 'prom-client'],
}
