import type { Ground } from './ground.ts';
import type { Outcome } from './outcome.ts';
import { blackHole } from './rows/black-hole.ts';
import { cutOff } from './rows/cut-off.ts';
import { databaseAway } from './rows/database-away.ts';
import { deaf } from './rows/deaf.ts';
import { diskFull } from './rows/disk-full.ts';
import { killNine } from './rows/kill-9.ts';
import { killNineOfThree } from './rows/kill-9-nodes.ts';
import { reconnects } from './rows/reconnects.ts';
import { redisAway } from './rows/redis-away.ts';
import { restoredBackup } from './rows/restored-backup.ts';
import { rollingRestart } from './rows/rolling-restart.ts';
import { throwingHandler } from './rows/throwing-handler.ts';

export interface Row {
  fault: string;
  run(ground: Ground): Promise<Outcome>;
}

export const rows = {
  'kill-9': { fault: 'kill -9 at random moments of a running class of 30', run: killNine },
  'kill-9-nodes': {
    fault: 'kill -9 of the one of three processes that runs the class',
    run: killNineOfThree,
  },
  'database-away': { fault: 'PostgreSQL away for 30 s', run: databaseAway },
  'disk-full': { fault: 'the disk full under PostgreSQL', run: diskFull },
  'redis-empty': { fault: 'Redis restarted empty, away, hanging', run: redisAway },
  'cut-off': { fault: 'a process cut off from PostgreSQL while another one has it', run: cutOff },
  'rolling-restart': { fault: 'three processes restarted one after another', run: rollingRestart },
  reconnects: { fault: '2,000 reconnects at once', run: reconnects },
  deaf: { fault: 'a hundred clients that read nothing', run: deaf },
  'throwing-handler': { fault: 'a handler that throws', run: throwingHandler },
  'restored-backup': { fault: 'a backup put back from before a child was deleted', run: restoredBackup },
  'black-hole': { fault: 'packets lost without a sign, between machines', run: blackHole },
} satisfies Record<string, Row>;

export type RowName = keyof typeof rows;
