import type { TracesConfig } from '../../config.ts';
import type { Log } from '../log/log.ts';
import { noTraces, type TracedProcess, type Traces } from './traces.ts';

/** Without configuration nothing of OpenTelemetry is loaded. */
export async function startTraces(
  config: TracesConfig | null,
  process: TracedProcess,
  log: Log,
): Promise<Traces> {
  if (!config) return noTraces;
  const { openTelemetry } = await import('./open-telemetry.ts');
  return openTelemetry(config, process, log);
}
