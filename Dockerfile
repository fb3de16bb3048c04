# The desk is built once; the backend runs from its sources on the Node it was tested on.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /muster
COPY . .
RUN npx --yes "$(node -p 'require("./package.json").packageManager')" install --frozen-lockfile \
 && npx --yes "$(node -p 'require("./package.json").packageManager')" --filter @muster/web build \
 && npx --yes "$(node -p 'require("./package.json").packageManager')" prune --prod

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /muster
COPY --from=build --chown=root:root /muster /muster
RUN mkdir /data && chown node:node /data
USER node
ENV HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--disable-proto=delete", "apps/bff/src/main.ts"]
