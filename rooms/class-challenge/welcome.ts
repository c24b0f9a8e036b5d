import { inLocale } from '../../src/domain/challenge/class-plan.ts';
import { gapsToNext } from '../../src/domain/challenge/ranking.ts';
import { type ChallengeState, type Player, remainingMs } from '../../src/domain/challenge/state.ts';
import type { SecondFactor } from '../../src/wire/joining.ts';
import type { PhaseView, Welcome } from '../../src/wire/messages.ts';
import { besideOf, optionsView, type Stage } from './announcements.ts';
import { isPlayer, type Seated } from './audience.ts';
import {
  heartsOf,
  hostPlayer,
  lobbyName,
  ownFinal,
  ownResult,
  ownWord,
  podiumView,
  progressView,
  roundSummaries,
  rulesView,
  standingsView,
} from './class-views.ts';
import { questionView, revealView, withOwnTime } from './question-views.ts';

/** [DUR-7] All that someone who enters or comes back needs, as it is at `now`. */
export function welcomeFor(
  stage: Stage,
  seated: Seated,
  now: number,
  about: { sessionId: string; pin: string | null; secondFactor: SecondFactor | null; rehearsal: boolean },
): Welcome {
  const { plan, state, faceOf, people } = stage;
  const { locale } = seated;
  const player = isPlayer(seated) ? state.players.get(seated.holder.participantId)! : null;
  const isHost = seated.holder.role === 'host';
  const isStaff = isHost || seated.holder.role === 'projector';
  const { paused } = state;
  return {
    role: seated.holder.role,
    sessionId: about.sessionId,
    title: inLocale(plan.titles, locale, plan.locale),
    locale,
    of: state.order.length,
    at: now,
    step: state.step,
    phase: phaseFor(stage, player, locale),
    paused: paused && { reason: paused.reason, remainingMs: remainingMs(state, now) },
    players: state.present,
    rules: rulesView(state, about.rehearsal),
    you: player && {
      participantId: player.id,
      ...faceOf(player.id),
      score: player.score,
      rank: player.rank,
      review: people.reviewOf(player.id),
      team: player.team,
      hearts: heartsOf(state, player),
      reactionsMuted: stage.reactionsMuted || stage.muted.has(player.id),
    },
    pin: isStaff ? about.pin : null,
    secondFactor: isStaff ? about.secondFactor : null,
    names: isStaff ? namesOf(state, faceOf) : null,
    host: isHost
      ? {
          options: optionsView(stage),
          players: [...state.players.values()].map((one) => hostPlayer(state, one, besideOf(stage, one.id))),
          rounds: roundSummaries(plan, state, locale),
          progress: progressView(state, now, true),
          audience: people.audienceView(),
        }
      : null,
  };
}

function namesOf(state: ChallengeState, faceOf: Stage['faceOf']) {
  return [...state.players.values()]
    .filter((player) => !player.kicked)
    .map((player) => lobbyName(player, faceOf(player.id)));
}

function phaseFor(stage: Stage, player: Player | null, locale: string): PhaseView {
  const { plan, state, faceOf } = stage;
  const { phase } = state;
  const result = () => player && ownResult(state, player, gapsToNext(state));
  const said = player ? ownWord(player) : { answered: null };
  switch (phase.name) {
    case 'lobby':
      return { name: 'lobby' };
    case 'get_ready':
      return { name: 'get_ready', round: phase.round, of: state.order.length, endsAt: phase.endsAt };
    case 'question': {
      const question = questionView(plan, state, phase, locale);
      return {
        name: 'question',
        question: player ? withOwnTime(question, state, player) : question,
        ...said,
      };
    }
    case 'discuss':
      return {
        name: 'discuss',
        question: questionView(plan, state, closedQuestion(phase.round, 1), locale),
        ...said,
        endsAt: phase.endsAt,
      };
    case 'reveal': {
      const vote = state.rounds[phase.round]!.first ? 2 : 1;
      return {
        name: 'reveal',
        question: questionView(plan, state, closedQuestion(phase.round, vote), locale),
        reveal: revealView(plan, state, phase.round, locale, stage.isKind),
        you: result(),
      };
    }
    case 'standings':
      return { name: 'standings', standings: standingsView(state, phase.round, faceOf), you: result() };
    case 'podium':
      return {
        name: 'podium',
        podium: podiumView(plan, state, locale, faceOf),
        you: player && ownFinal(state, player),
      };
    case 'ended':
      return { name: 'ended' };
  }
}

const closedQuestion = (round: number, vote: number) =>
  ({ name: 'question', round, vote, openedAt: 0, closesAt: 0 }) as const;
