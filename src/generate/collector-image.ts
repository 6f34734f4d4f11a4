import { version } from '../version.ts';
import { mark } from './rules.ts';

/** The Node that images of ours are built on. */
export const nodeImage = 'node:24.21.0-bookworm-slim';

/** The image of the collector. */
export const collectorImage = (): string => `# ${mark}. Do not edit.
# Metrics of the machine that it runs on. Build it here, run it as run.sh or Compose does:
#
#   docker build --tag autonomica-collector .
FROM ${nodeImage}

ARG VERSION=${version}
RUN npm install --global --no-audit --no-fund "@autonomica/metrics@\${VERSION}" && npm cache clean --force

# Nothing is written: the container may be read-only, and needs no capability.
USER 65534:65534

# Reachable through a published port. Under --network host set OTEL_EXPORTER_PROMETHEUS_HOST=localhost.
ENV NODE_ENV=production \\
    AUTONOMICA_METRICS_ROOTFS=/host \\
    AUTONOMICA_METRICS_LOG_FORMAT=logfmt \\
    OTEL_EXPORTER_PROMETHEUS_HOST=0.0.0.0 \\
    OTEL_EXPORTER_PROMETHEUS_PORT=8000

EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["node", "-e", "fetch(\`http://127.0.0.1:\${process.env.OTEL_EXPORTER_PROMETHEUS_PORT}/-/healthy\`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["autonomica-metrics", "collector"]
`;
