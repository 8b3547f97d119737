# One image for web, worker and migrations; the command says which. Built from the locked packages, run as an ordinary user.
FROM node:24-bookworm-slim AS build
WORKDIR /headgate
COPY package.json package-lock.json .npmrc* ./
RUN npm ci --no-audit --no-fund
COPY . .
# Prisma only needs some file by that name: generating the client runs no engine.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/headgate/package.json CHECKPOINT_DISABLE=1 npx prisma generate \
  && NEXT_TELEMETRY_DISABLED=1 npx next build \
  && npm prune --omit=dev --no-audit --no-fund \
  && rm -rf .next/cache

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
WORKDIR /headgate
COPY --from=build --chown=root:root /headgate/package.json /headgate/next.config.mjs ./
COPY --from=build --chown=root:root /headgate/node_modules ./node_modules
COPY --from=build --chown=root:root /headgate/prisma ./prisma
COPY --from=build --chown=root:root /headgate/lib ./lib
# Next.js writes what it renders ahead below .next; nothing else is writable.
COPY --from=build --chown=node:node /headgate/.next ./.next
USER node
EXPOSE 3000
CMD ["node", "lib/web/main.ts"]
