# Framefarm in a container: docker run -v "$PWD":/films IMAGE render film.json -o film.mp4
# Dockerfile.gpu is the same with what an NVIDIA GPU needs; a test holds the two together. deploy/ has what runs the farm with them.
#
# Versions. Node: the exact one that package-lock.json pins for checkouts. Node modules: by the lock file. FFmpeg and fonts: by the release,
# since Debian changes nothing in a stable one but faults. Chromium follows Debian's security updates, and a mirror keeps the newest alone, so
# that its version cannot be written here; DEBIAN_SNAPSHOT takes all packages as they were at a moment, for an image built again years later.
# A film is drawn by one set of versions only, so build once and run that image, by its digest, on every worker.
# Docker gives /dev/shm 64 MB: with --shm-size 1g streamed frames stay in memory, else they pass through files.
FROM node:24.21.0-bookworm-slim

# As snapshot.debian.org has them: 20261101T000000Z. Empty: the newest.
ARG DEBIAN_SNAPSHOT=
RUN if [ -n "$DEBIAN_SNAPSHOT" ]; then \
      sed -i -E "s#http://deb.debian.org/(debian|debian-security)\$#http://snapshot.debian.org/archive/\1/$DEBIAN_SNAPSHOT#" \
        /etc/apt/sources.list.d/debian.sources \
   && echo 'Acquire::Check-Valid-Until "false";' > /etc/apt/apt.conf.d/80snapshot; \
    fi

# chromium-headless-shell has begin-frame control, which exact screenshots need; the full chromium captures its tab, for `stream`.
# tini reaps what a killed Chromium leaves; fonts for captions in any script.
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends \
      chromium-headless-shell chromium ffmpeg fontconfig tini \
      fonts-liberation fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# --omit=optional would leave out sharp's binaries as well; the pinned Node among the optional packages is the image's own and goes again.
RUN PUPPETEER_SKIP_DOWNLOAD=1 npm ci --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/node-linux-* node_modules/.bin/node \
 && npm cache clean --force
COPY bin bin
COPY src src
# What Chromium is started with, to take the memory of its pictures whole (src/browser/prefault/prefault.c). The compiler goes again.
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends gcc libc6-dev \
 && cc -O2 -shared -fPIC -o src/browser/prefault/prefault.so src/browser/prefault/prefault.c \
 && apt-get purge -y -qq --auto-remove gcc libc6-dev \
 && rm -rf /var/lib/apt/lists/*
COPY deploy/container-health.mjs deploy/container-health.mjs

# The user's number is written out, for Kubernetes' runAsNonRoot.
RUN useradd --uid 10001 --user-group --create-home --shell /usr/sbin/nologin framefarm \
 && install -d -o framefarm -g framefarm /var/lib/framefarm /films /storage
USER 10001:10001
ENV FRAMEFARM_DATA=/var/lib/framefarm
WORKDIR /films

# An image that cannot render is not built. Chromium is never root and has its sandbox on; only while an image is built there are no user
# namespaces for it. Where a container has none either, it says so when it starts: deploy/README.md has the two ways out.
RUN FRAMEFARM_CHROME_SANDBOX=off /app/bin/framefarm doctor
# A new embedded database is unpacked in half a second instead of made in ten.
RUN node --input-type=module -e "await (await import('/app/src/engine/pglite-template.ts')).readPgliteTemplate()"

# Not `doctor`: each minute it would start two Chromiums and try nine encoders on cores that render.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["node", "/app/deploy/container-health.mjs"]
EXPOSE 4410
STOPSIGNAL SIGTERM
ENTRYPOINT ["tini", "--", "/app/bin/framefarm"]
CMD ["help"]
