import type {
  Answer,
  HostProgress,
  OwnResult,
  PhaseView,
  ServerMessage,
  ServerPayloads,
  Stake,
  Welcome,
} from '../../../src/wire/messages.ts';
import type { TuttiErrorCode } from '../errors.ts';
import { saysTheSame } from './answer.ts';
import { rateRound, withHost, withPlayers } from './reduce-host.ts';
import { deadlineOf } from './time-left.ts';
import type { ChallengeView, ConnectionState, OwnAnswer } from './view.ts';

/** What changes a view from this side of the wire. */
export interface LocalPayloads {
  answering: { round: number; vote: number; answer: Answer; stake?: Stake | undefined };
  connectionChanged: ConnectionState;
  closed: TuttiErrorCode;
}
type Payloads = ServerPayloads & LocalPayloads;
export type ChallengeMessage = { [T in keyof Payloads]: { type: T; payload: Payloads[T] } }[keyof Payloads];

/** Refusals after which the same answer is sent again: it still waits. */
export const waitingCodes: ReadonlySet<string> = new Set(['answer/paused', 'server/busy']);

type Reducers = { [T in keyof Payloads]?: (view: ChallengeView, payload: Payloads[T]) => ChallengeView };

/** The view after a message. Pure; gives the very same object back when nothing changed that can be seen. */
export function reduce(view: ChallengeView, { type, payload }: ChallengeMessage): ChallengeView {
  const reducer = reducers[type] as
    | ((view: ChallengeView, payload: Payloads[typeof type]) => ChallengeView)
    | undefined;
  return reducer ? reducer(view, payload) : view;
}

/** The view with which a class begins. */
export function viewOf(welcome: Welcome): ChallengeView {
  const {
    role,
    sessionId,
    title,
    locale,
    of,
    step,
    phase,
    paused,
    players,
    rules,
    you,
    pin,
    names,
    host,
    secondFactor,
  } = welcome;
  return {
    connection: 'connected',
    closed: null,
    role,
    sessionId,
    title,
    locale,
    of,
    step,
    phase,
    paused,
    players,
    rules,
    ended: null,
    saving: false,
    you,
    answer: answerIn(phase),
    race: null,
    pin,
    secondFactor,
    names,
    progress: host?.progress ?? null,
    host: host && {
      options: host.options,
      players: host.players,
      rounds: host.rounds,
      audience: host.audience,
    },
  };
}

const reducers: Reducers = {
  welcome(view, welcome) {
    const fresh = viewOf(welcome);
    return {
      ...fresh,
      ended: view.ended,
      answer: changing(view, welcome) ?? fresh.answer ?? caughtUp(view.answer, welcome.phase),
      progress: fresh.progress ?? view.progress,
      race: view.race,
    };
  },

  lobbyChanged(view, { players, added, removed }) {
    if (!view.names) return { ...view, players };
    const gone = new Set([...(removed ?? []), ...(added ?? []).map((one) => one.participantId)]);
    const names = [...view.names.filter((one) => !gone.has(one.participantId)), ...(added ?? [])];
    return { ...view, players, names };
  },

  getReady(view, { round, of, endsAt, step }) {
    return moved(view, step, { name: 'get_ready', round, of, endsAt });
  },

  roundOpened(view, { question, at, step }) {
    const opened = moved(view, step, { name: 'question', question, answered: null });
    return withPlayers(
      { ...opened, answer: null, progress: emptyProgress(view, question.round, at) },
      (one) => ({
        ...one,
        answered: false,
      }),
    );
  },

  answering(view, own) {
    return { ...view, answer: { ...own, status: 'sending', code: null } };
  },

  answerSaved(view, { round, vote }) {
    const { answer, phase } = view;
    if (answer?.round !== round || answer.vote !== vote) return view;
    const open = phase.name === 'question' && phase.question.round === round;
    return {
      ...view,
      answer: { ...answer, status: 'saved', code: null },
      phase: open ? { ...phase, answered: answer.answer, stake: answer.stake } : phase,
    };
  },

  answerRefused(view, { round, code }) {
    const { answer } = view;
    if (answer?.round !== round || answer.status !== 'sending' || waitingCodes.has(code)) return view;
    return { ...view, answer: refused(answer, code as TuttiErrorCode) };
  },

  discuss(view, { endsAt, step }) {
    const { phase, answer } = view;
    if (phase.name !== 'question') return view;
    const own = answer?.status === 'saved' ? answer : null;
    const said = { answered: own?.answer ?? null, stake: own?.stake };
    return moved(view, step, { name: 'discuss', question: phase.question, ...said, endsAt });
  },

  roundClosed(view, [{ reveal, step }, you]) {
    const { phase } = view;
    if (phase.name !== 'question' && phase.name !== 'discuss' && phase.name !== 'reveal') return view;
    return rateRound(
      {
        ...view,
        step,
        phase: { name: 'reveal', question: phase.question, reveal, you },
        answer: you ? settledBy(view.answer, reveal.round, you) : view.answer,
        you:
          view.you && you ? { ...view.you, score: you.score, rank: you.rank, hearts: you.hearts } : view.you,
      },
      reveal,
    );
  },

  marked(view, { round, you }) {
    const { phase } = view;
    const own = view.you && { ...view.you, score: you.score, rank: you.rank };
    const isShown =
      (phase.name === 'reveal' && phase.reveal.round === round) ||
      (phase.name === 'standings' && phase.standings.round === round);
    return isShown ? { ...view, you: own, phase: { ...phase, you } } : { ...view, you: own };
  },

  teamed: (view, { team }) => ({ ...view, you: view.you && { ...view.you, team } }),

  standings(view, { standings, step }) {
    const you = view.phase.name === 'reveal' ? view.phase.you : null;
    return moved(view, step, { name: 'standings', standings, you });
  },

  podium(view, [{ podium, step }, you]) {
    const shown = moved(view, step, { name: 'podium', podium, you });
    return view.you && you ? { ...shown, you: { ...view.you, score: you.score, rank: you.rank } } : shown;
  },

  paused: (view, { reason, remainingMs }) => ({ ...view, paused: { reason, remainingMs } }),
  resumed: (view, { deadline }) => withDeadline({ ...view, paused: null }, deadline),
  deadlineMoved: (view, { deadline, at }) =>
    withDeadline(
      view.paused ? { ...view, paused: { ...view.paused, remainingMs: Math.max(0, deadline - at) } } : view,
      deadline,
    ),

  renamed: (view, { nickname }) => ({ ...view, you: view.you && { ...view.you, nickname } }),
  sessionEnded: (view, { reason }) => ({
    ...moved(view, view.step, { name: 'ended' }),
    paused: null,
    ended: reason,
  }),

  hostProgress: (view, progress) => ({ ...view, progress }),
  hostPlayers: withHost((host, { changed, removed }) => {
    const players = new Map(host.players.map((one) => [one.participantId, one]));
    for (const one of changed) players.set(one.participantId, one);
    for (const id of removed) players.delete(id);
    return { ...host, players: [...players.values()] };
  }),
  hostOptions: withHost((host, options) => ({ ...host, options })),
  hostRounds: (view, { of, rounds }) => (view.host ? { ...view, of, host: { ...view.host, rounds } } : view),
  reactions: (view) => view,

  reactionsMuted: (view, { muted }) =>
    view.you ? { ...view, you: { ...view.you, reactionsMuted: muted } } : view,

  nameReviewed: (view, { review }) => (view.you ? { ...view, you: { ...view.you, review } } : view),

  hostAudience: withHost((host, audience) => ({ ...host, audience })),
  race: (view, race) => ({ ...view, race }),

  secondFactor: (view, secondFactor) => ({ ...view, secondFactor }),

  saving: (view, { waiting, at }) =>
    view.saving === waiting ? view : { ...view, saving: waiting, paused: pausedWhile(view, waiting, at) },
  connectionChanged: (view, connection) => (view.connection === connection ? view : { ...view, connection }),
  closed: (view, code) => ({ ...view, connection: 'closed', closed: code }),
} satisfies Reducers & Record<Exclude<ServerMessage, 'clock' | 'commandDone' | 'commandRefused'>, unknown>;

/** One move of the phase. An answer that is still on its way now can no longer count. */
function moved(view: ChallengeView, step: number, phase: PhaseView): ChallengeView {
  const { answer } = view;
  const lost = answer?.status === 'sending' ? refused(answer, 'answer/round-closed') : answer;
  return { ...view, step, phase, answer: lost };
}

function withDeadline(view: ChallengeView, deadline: number | null): ChallengeView {
  const { phase } = view;
  if (deadline === null) return view;
  if (phase.name === 'get_ready' || phase.name === 'discuss')
    return { ...view, phase: { ...phase, endsAt: deadline } };
  if (phase.name !== 'question') return view;
  return { ...view, phase: { ...phase, question: { ...phase.question, closesAt: deadline } } };
}

function answerIn(phase: PhaseView): OwnAnswer | null {
  if ((phase.name === 'question' || phase.name === 'discuss') && phase.answered !== null) {
    const { round, vote } = phase.question;
    return { round, vote, answer: phase.answered, stake: phase.stake, status: 'saved', code: null };
  }
  if (phase.name === 'reveal' && phase.you?.answer != null) {
    const { round, vote } = phase.reveal;
    const { answer, stake } = phase.you;
    return { round, vote, answer, stake, status: 'saved', code: null };
  }
  return null;
}

/** [ANS-3] Another answer that was on its way when the connection broke: it is sent again, until then the earlier one counts. */
function changing({ answer }: ChallengeView, { phase, rules }: Welcome): OwnAnswer | null {
  if (answer?.status !== 'sending' || !rules.changeAnswers || phase.name !== 'question') return null;
  const { question, answered, stake } = phase;
  const isOpen = question.round === answer.round && question.vote === answer.vote;
  return isOpen && answered !== null && !saysTheSame({ answer: answered, stake }, answer) ? answer : null;
}

/** What became of an answer while the connection was away. */
function caughtUp(answer: OwnAnswer | null, phase: PhaseView): OwnAnswer | null {
  if (answer?.status !== 'sending') return phase.name === 'question' ? null : answer;
  if (phase.name === 'question') {
    return phase.question.round === answer.round && phase.question.vote === answer.vote ? answer : null;
  }
  if (phase.name === 'standings' && phase.you) {
    const settled = settledBy(answer, phase.standings.round, phase.you);
    if (settled?.status === 'saved') return settled;
  }
  return refused(answer, 'answer/round-closed');
}

/** The own result tells that an answer counted, also when its acknowledgement got lost. */
function settledBy(
  answer: OwnAnswer | null,
  round: number,
  { answer: counted, stake }: OwnResult,
): OwnAnswer | null {
  if (!answer || answer.round !== round || counted === null) return answer;
  return { ...answer, answer: counted, stake, status: 'saved', code: null };
}

function refused(answer: OwnAnswer, code: TuttiErrorCode): OwnAnswer {
  return { ...answer, status: 'refused', code };
}

function emptyProgress({ progress, role }: ChallengeView, round: number, at: number): HostProgress | null {
  if (role === 'player' || role === 'spectator') return null;
  const connected = progress?.connected ?? 0;
  return { round, answered: 0, connected, spread: null, given: null, firstRight: null, at };
}

/** [DUR-4] The clock of a phase that has an end stands while the server cannot store. */
function pausedWhile(view: ChallengeView, saving: boolean, at: number): ChallengeView['paused'] {
  if (!saving) return view.paused?.reason === 'saving' ? null : view.paused;
  const deadline = deadlineOf(view.phase);
  return (
    view.paused ?? (deadline === null ? null : { reason: 'saving', remainingMs: Math.max(0, deadline - at) })
  );
}
