import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Traces } from '../traces/traces.ts';

export type Run<Data extends object> = (data: Data, signal: AbortSignal) => Promise<void>;

interface Job {
  name: string;
  run: Run<object>;
  /** How long it may take. */
  seconds: number;
}

interface Dependencies {
  log: Log;
  metrics: Pick<Metrics, 'observeJob'>;
  traces: Traces;
  stopping: AbortSignal;
}

/** Runs a job with an end to its time, writes down how it went, and tells the queue no more than that. */
export function createJobRunner({ log, metrics, traces, stopping }: Dependencies) {
  return {
    async run({ name, run, seconds }: Job, data: object): Promise<void> {
      const began = performance.now();
      const late = AbortSignal.timeout(seconds * 1_000);
      const signal = AbortSignal.any([late, stopping]);
      try {
        signal.throwIfAborted();
        await traces.begin(`job ${name}`, { 'tutti.job': name }, () =>
          Promise.race([run(data, signal), whenAborted(signal)]),
        );
        const tookSeconds = (performance.now() - began) / 1_000;
        metrics.observeJob({ name, outcome: 'done' }, tookSeconds);
        log.info({ job: name, ms: Math.round(tookSeconds * 1_000) }, 'a job is done');
      } catch (err) {
        metrics.observeJob({ name, outcome: 'failed' }, (performance.now() - began) / 1_000);
        if (stopping.aborted) log.info({ job: name }, 'a job was stopped with the server');
        else log.error({ err, job: name, late: late.aborted }, 'a job failed');
        // The queue keeps what it is told, and errors of the database quote values of people. [DAT-4]
        throw new Error(`the job ${name} ${late.aborted ? 'took too long' : 'failed'}: see the log`);
      }
    },
  };
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
