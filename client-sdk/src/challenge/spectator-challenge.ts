import type { Watching } from '../../../src/wire/session.ts';
import type { SpectatorChallenge } from './challenge.types.ts';
import { LiveChallenge } from './live-challenge.ts';

export class LiveSpectatorChallenge extends LiveChallenge implements SpectatorChallenge {
  readonly watchToken: string;

  constructor(url: string, { watchToken }: Watching, again: (watchToken: string) => Promise<Watching>) {
    super(url, async () => (await again(watchToken)).seat);
    this.watchToken = watchToken;
  }
}
