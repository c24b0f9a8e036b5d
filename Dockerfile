# The pages are built with everything, the server runs with what it needs: no compiler, no npm script, no embedded database.
FROM node:24-bookworm-slim AS pages
WORKDIR /opt/tutti
COPY package.json package-lock.json .npmrc ./
COPY client-sdk/package.json client-sdk/
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY client-sdk client-sdk
COPY src src
COPY web web
RUN NODE_ENV=production node node_modules/vite/bin/vite.js build --config web/vite.config.ts

FROM node:24-bookworm-slim AS server
WORKDIR /opt/tutti
COPY package.json package-lock.json .npmrc ./
COPY client-sdk/package.json client-sdk/
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force
COPY src src
COPY rooms rooms
COPY migrations migrations
COPY content content
COPY scripts scripts
COPY --from=pages /opt/tutti/web/dist web/dist
RUN install -d -o node -g node -m 0700 /data
ENV NODE_ENV=production DATA_DIR=/data NODE_COMPILE_CACHE=/tmp/compiled
VOLUME /data
EXPOSE 2567
USER node
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "scripts/healthy.js"]
CMD ["node", "src/main.ts"]
