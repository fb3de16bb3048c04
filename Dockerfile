# Builds the web app, then copies what the backend needs at run time: production dependencies, sources and the built app.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /muster
COPY . .
RUN pnpm="npx --yes $(node -p 'require("./package.json").packageManager')" \
 && $pnpm install --frozen-lockfile \
 && $pnpm --filter @muster/web build \
 && $pnpm --filter @muster/bff deploy --prod --legacy --config.node-linker=hoisted /image/deployed \
 && sh apps/launch/src/image-layout.sh /image

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /muster
COPY --from=build --chown=root:root /image /muster
RUN mkdir /data && chown node:node /data
USER node
# As npm start does: memory that is free returns to the system.
ENV MALLOC_MMAP_THRESHOLD_=65536 MALLOC_TRIM_THRESHOLD_=131072
ENV HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=5s --timeout=10s --start-period=180s CMD ["node", "apps/bff/src/ready.mjs"]
CMD ["node", "--disable-proto=delete", "--disallow-code-generation-from-strings", "--disable-sigusr1", "--max-semi-space-size=4", "apps/bff/src/main.ts"]
