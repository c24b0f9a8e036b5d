import type { GroupLearner, GroupTable, GroupTaskView, GroupView } from '@tutti/client/groups';
import { agreement } from './agreement.ts';

type NowKey =
  | 'paused.teacher'
  | 'paused.waiting'
  | 'lobby.alone'
  | 'lobby.ready'
  | 'scene'
  | 'reveal'
  | 'wait'
  | 'waitAll'
  | 'pick'
  | 'pickWait'
  | 'grace'
  | 'disagree'
  | 'yourTurn'
  | 'theirTurn'
  | 'turnAway'
  | 'share'
  | 'clues'
  | 'cluesPick';

/** The one thing that is expected of the learner: a text below `group:now`, with the names of others and a number in it. */
export interface Now {
  key: NowKey;
  names: string[];
  count: number;
}

const now = (key: NowKey, others: readonly GroupLearner[] = [], count = 1): Now => ({
  key,
  names: others.map(({ nickname }) => nickname),
  count,
});

/** What the learner has to do at this moment; null at the end, when there is nothing more to do. */
export function whatNow({ stage, table, you }: GroupView): Now | null {
  if (stage.name === 'ended') return null;
  if (table.paused) return now(`paused.${table.paused.reason}`);
  const own = table.learners.find(({ participantId }) => participantId === you.participantId);
  const others = table.learners.filter((one) => one !== own);
  if (stage.name === 'task') return inTask(stage.task, table, own, others);
  const here = others.filter(({ connected }) => connected);
  if (stage.name === 'lobby' && here.length === 0) return now('lobby.alone');
  if (!own?.ready) return now(stage.name === 'lobby' ? 'lobby.ready' : stage.name);
  const late = here.filter(({ ready }) => !ready);
  return late.length > 0 ? now('wait', late) : now('waitAll');
}

function inTask(
  { way, question }: GroupTaskView,
  table: GroupTable,
  own: GroupLearner | undefined,
  others: GroupLearner[],
): Now {
  if (way === 'turns') return inTurn(table, own, others);
  if (own && own.holds > 0) return now('share', [], own.holds);
  const holders = others.filter(({ holds }) => holds > 0);
  if (holders.length > 0) return now('clues', holders);
  if (own?.proposal == null) return now(way === 'split' ? 'cluesPick' : 'pick');
  const silent = others.filter(({ connected, proposal }) => connected && proposal === null);
  if (silent.length > 0) return now('pickWait', silent);
  const { most, of } = agreement(question, table);
  if (most < of) return now('disagree');
  const away = others.filter(({ connected }) => !connected);
  return away.length > 0 ? now('grace', away) : now('waitAll');
}

function inTurn({ turn }: GroupTable, own: GroupLearner | undefined, others: GroupLearner[]): Now {
  if (own && turn === own.participantId) return now('yourTurn');
  const holder = others.filter(({ participantId }) => participantId === turn);
  return now(holder.some(({ connected }) => !connected) ? 'turnAway' : 'theirTurn', holder);
}
