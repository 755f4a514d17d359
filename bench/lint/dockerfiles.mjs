/** Dockerfiles of a given length, as people write them: the same seed gives the same text. */

/** A generator of numbers from 0 up to 1 (mulberry32). */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The sources that COPY and ADD of these Dockerfiles name, below the context. */
export const contextFiles = [
  'go.mod',
  'go.sum',
  'etc/app.conf',
  'src/main.go',
  'scripts/start.sh',
  'web/index.html',
];

const packages = [
  'ca-certificates',
  'curl',
  'git',
  'build-essential',
  'libssl-dev',
  'python3',
  'jq',
  'tini',
  'xz-utils',
];
const bases = ['ubuntu:24.04', 'ubuntu:22.04', 'debian:bookworm-slim', 'golang:1.23', 'alpine:3.20'];

/** A Dockerfile of exactly `lines` lines. With `dense` four in five are a RUN of their own, which is the most work. */
export function writeDockerfile({ lines, seed = 1, dense = false }) {
  const random = createRandom(seed);
  const text = ['# syntax=docker/dockerfile:1', 'ARG VERSION=1.0', 'ARG REGISTRY=docker.io/library'];
  const ending = [
    'USER app',
    'EXPOSE 8080/tcp',
    'ENTRYPOINT ["/usr/bin/tini", "--"]',
    'CMD ["/opt/app/serve"]',
  ];
  for (let stage = 0; text.length < lines - ending.length; stage += 1) {
    text.push(...(dense ? denseStage : writtenStage)(stage, random));
  }
  return [...text.slice(0, lines - ending.length), ...ending].join('\n');
}

function pick(random, list) {
  return list[Math.floor(random() * list.length)];
}

function denseStage(stage, random) {
  const runs = Array.from({ length: 40 }, (_, index) => pick(random, oneLiners)(`${stage}-${index}`, random));
  const others = Array.from({ length: 8 }, (_, index) => `ENV SETTING_${stage}_${index}="value ${index}"`);
  return [`FROM ${pick(random, bases)} AS stage${stage}`, 'WORKDIR /src', ...runs, ...others];
}

const oneLiners = [
  (id) => `RUN mkdir -p /opt/app/${id} && cp -r /src/. /opt/app/${id}/`,
  (id) => `RUN set -eux; echo "step ${id}" >> /var/log/build.log`,
  (id, random) =>
    `RUN apt-get update && apt-get install -y --no-install-recommends ${pick(random, packages)} # ${id}`,
  (id) => `RUN curl -fsSL https://example.com/${id}.tar.gz | tar -xz -C /opt`,
  (id) => `RUN --mount=type=cache,target=/root/.cache make "PART=${id}" install`,
];

/** What a stage is written of; a block is cut only by the end of the file, so that its lines stay whole. */
function writtenStage(stage, random) {
  const parts = Array.from({ length: 3 + Math.floor(random() * 4) }, (_, part) =>
    pick(random, blocks)(`${stage}x${part}`, random),
  );
  return [`# Stage ${stage}: what the next ones build on.`, ...header(stage, random), ...parts.flat(), ''];
}

function header(stage, random) {
  return [
    stage > 0 && random() < 0.3
      ? `FROM stage${stage - 1} AS stage${stage}`
      : `FROM ${pick(random, bases)} AS stage${stage}`,
    'ARG VERSION',
    `LABEL org.opencontainers.image.title="app ${stage}" org.opencontainers.image.version="$VERSION"`,
    'ENV LANG=C.UTF-8 \\',
    `    APP_HOME=/opt/app${stage}`,
    'WORKDIR $APP_HOME',
  ];
}

const blocks = [
  (id, random) => [
    'RUN apt-get update \\',
    '    && apt-get install -y --no-install-recommends \\',
    ...Array.from({ length: 3 + Math.floor(random() * 5) }, () => `        ${pick(random, packages)} \\`),
    '    && rm -rf /var/lib/apt/lists/*',
  ],
  (id) => [
    '# What changes least comes first.',
    'COPY go.mod go.sum ./',
    'RUN --mount=type=cache,target=/root/go/pkg/mod go mod download',
    'COPY src/ ./src/',
    `RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -X main.version=$VERSION" -o /out/${id} ./src`,
  ],
  (id) => [
    'RUN <<EOF',
    'set -eu',
    'for name in one two three; do',
    `  echo "$name" > "/etc/app-${id}.$name"`,
    'done',
    'if [ ! -d /var/lib/app ]; then mkdir -p /var/lib/app; fi',
    'EOF',
  ],
  (id) => [
    `RUN useradd --system --uid 1001 app${id}`,
    `COPY --chown=1001 etc/app.conf /etc/app-${id}.conf`,
    'EXPOSE 8080',
  ],
  (id) => [
    `ADD https://example.com/${id}/tool-linux.tar.gz /tmp/`,
    `RUN cd /tmp && tar -xzf tool-linux.tar.gz && \\`,
    '    install -m 0755 tool /usr/local/bin/ && \\',
    '    rm -f tool tool-linux.tar.gz',
  ],
  (id) => [
    `HEALTHCHECK --interval=30s --timeout=3s CMD curl -f http://localhost:8080/${id} || exit 1`,
    'COPY scripts/start.sh web/index.html /srv/',
    `ENV TOKEN_FILE=/run/secrets/${id} DEBIAN_FRONTEND=noninteractive`,
    'RUN pip install --no-cache-dir requests && chmod +x /srv/start.sh | tee /var/log/chmod.log',
  ],
];
