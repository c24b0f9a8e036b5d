import { constants } from 'node:os';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded before a program that a script runs in its place. A signal to the script is meant for the program, but a
 * terminal, a container or a service manager often tells the whole group: then the program knows already, and a second
 * signal would mean "at once" to it. So the script asks, and the program is told only if nobody told it. When the script
 * itself is killed, the program stops as well instead of living on unseen.
 */
const graceMs = 200;
let told = false;

/** @param {NodeJS.Signals} signal */
function tell(signal) {
  setTimeout(() => {
    if (!told) process.kill(process.pid, signal);
    told = true;
  }, graceMs);
}

if (isMainThread && process.channel) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => {
      told = true;
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
  }
  process.on('message', tell);
  process.once('disconnect', () => tell('SIGTERM'));
  process.channel.unref();
}
