/**
 * Loaded into every server under load (`--import`): what only the process itself can tell. It does nothing until it is asked,
 * and then collects garbage first, so that memory means what is kept.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export type Question = 'memory' | 'watch the loop' | 'loop delay';
export interface Memory {
  residentBytes: number;
  /** On V8's heap and beside it (buffers). */
  liveBytes: number;
}
/** ms */
export interface LoopDelay {
  p50: number;
  p99: number;
  longest: number;
}

/** V8's last resort: it gives back pages too, which otherwise hide what comes later. */
const collect = (globalThis as { gc?: (options: object) => void }).gc;
const resolution = 1;
const delay = monitorEventLoopDelay({ resolution });
/** The histogram counts from timer to timer; what is late is what is above that. */
const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution);

const answers: Record<Question, () => Memory | LoopDelay | null> = {
  memory() {
    // the second time takes what finalizers of the first let go
    for (let i = 0; i < 2; i++) collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    const { rss, heapUsed, external } = process.memoryUsage();
    return { residentBytes: rss, liveBytes: heapUsed + external };
  },
  'watch the loop'() {
    delay.enable();
    delay.reset();
    return null;
  },
  'loop delay'() {
    const told = {
      p50: late(delay.percentile(50)),
      p99: late(delay.percentile(99)),
      longest: late(delay.max),
    };
    delay.disable();
    return told;
  },
};

if (process.send) {
  process.on('message', (question: Question) => process.send!({ answer: answers[question]() }));
  process.channel?.unref();
}
