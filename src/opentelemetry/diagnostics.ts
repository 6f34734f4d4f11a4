import { diag, type DiagLogger, DiagLogLevel } from '@opentelemetry/api';

/** Where OpenTelemetry's warnings go. */
export function logTo(logger: DiagLogger): void {
  diag.setLogger(logger, DiagLogLevel.WARN);
}
