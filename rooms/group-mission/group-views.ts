import { inLocale } from '../../src/domain/challenge/class-plan.ts';
import { keyOf } from '../../src/domain/challenge/key.ts';
import { shownOf } from '../../src/domain/challenge/shown.ts';
import { figures } from '../../src/domain/group-mission/figures.ts';
import type { GroupMissionPlan } from '../../src/domain/group-mission/plan.ts';
import {
  type GroupState,
  isAskedAgain,
  isWaitedFor,
  type Learner,
  members,
  rewardOf,
  stageTime,
} from '../../src/domain/group-mission/state.ts';
import type {
  GroupLearner,
  GroupPiece,
  GroupReveal,
  GroupStage,
  GroupTable,
  GroupTaskView,
  WatchedGroup,
} from '../../src/wire/group-mission.ts';

export interface GroupScene {
  plan: GroupMissionPlan;
  state: GroupState;
  sessionId: string;
  /** 1-based number of the group. */
  group: number;
  nameOf(participantId: string): string;
}

/** Where the group stands, with all that its learners may see of it. [RND-2] No key before the reveal. */
export function stageView(scene: GroupScene, locale: string): GroupStage {
  const { plan, state } = scene;
  const { phase } = state;
  switch (phase.name) {
    case 'lobby':
      return { name: 'lobby' };
    case 'scene': {
      const { titles, story } = plan.scenes[phase.scene]!;
      return {
        name: 'scene',
        scene: phase.scene,
        of: plan.scenes.length,
        title: inLocale(titles, locale, plan.locale),
        story: inLocale(story, locale, plan.locale),
        endsAt: phase.endsAt,
      };
    }
    case 'task':
      return { name: 'task', task: taskView(scene, phase.task, phase.openedAt, phase.closesAt, locale) };
    case 'reveal':
      return {
        name: 'reveal',
        task: taskView(scene, phase.task, 0, 0, locale),
        reveal: revealOf(scene, phase.task, locale),
        endsAt: phase.endsAt,
      };
    case 'ended':
      return {
        name: 'ended',
        reason: phase.reason,
        reward: rewardOf(state),
        right: rightOf(state),
        of: plan.tasks.length,
      };
  }
}

function taskView(
  { plan, state }: GroupScene,
  task: number,
  openedAt: number,
  closesAt: number,
  locale: string,
): GroupTaskView {
  const { way, pieces, hasHint } = state.rules.tasks[task]!;
  const of = plan.tasks.length;
  const planned = plan.rounds[task]!;
  const shown = shownOf(planned, inLocale(planned.texts, locale, plan.locale));
  const question = { round: task, of, vote: 1, ...shown, openedAt, closesAt };
  return { task, of, way, question, pieces, hasHint };
}

function revealOf({ plan, state }: GroupScene, task: number, locale: string): GroupReveal {
  const { outcome, how, answer } = state.results[task]!;
  const round = plan.rounds[task]!;
  const texts = inLocale(round.texts, locale, plan.locale);
  return { outcome, how, answer, key: keyOf(round, texts), explanation: texts.explanation };
}

/** What lies on the table of the group; of the pieces that are not shared each learner sees the own ones alone. */
export function tableView(scene: GroupScene, participantId: string, locale: string): GroupTable {
  const { plan, state } = scene;
  const { phase, paused } = state;
  const task = phase.name === 'task' || phase.name === 'reveal' ? phase.task : null;
  return {
    hearts: state.hearts,
    coins: state.coins,
    hintPrice: figures.hintPrice,
    missionEndsAt: state.missionEndsAt,
    paused: paused && { reason: paused.reason, since: paused.since, until: paused.until },
    turn: phase.name === 'task' ? state.turn : null,
    hint: task !== null && state.hint ? inLocale(plan.rounds[task]!.texts, locale, plan.locale).hint : null,
    pieces: task === null ? [] : piecesFor(scene, task, participantId, locale),
    learners: members(state).map((learner) => learnerView(scene, learner)),
  };
}

function piecesFor({ plan, state }: GroupScene, task: number, own: string, locale: string): GroupPiece[] {
  const { way, pieces } = plan.tasks[task]!;
  if (way !== 'split') return [];
  const texts = inLocale(pieces, locale, plan.locale);
  return state.pieces.flatMap(({ holder, shared }, piece) =>
    shared || holder === own ? [{ piece, text: texts[piece]!, holder, shared }] : [],
  );
}

function learnerView({ state, nameOf }: GroupScene, learner: Learner): GroupLearner {
  const { id, connected, ready, proposal, wantsHint, contribution } = learner;
  return {
    participantId: id,
    nickname: nameOf(id),
    connected,
    ready,
    proposal,
    wantsHint,
    holds: state.pieces.filter(({ holder, shared }) => holder === id && !shared).length,
    contribution: { ...contribution },
  };
}

const rightOf = ({ results }: GroupState): number =>
  results.filter((result) => result?.outcome === 'right').length;

/** [GRP-3] A group as its teacher sees it beside the others, at `now` on its clock. */
export function watchedGroup({ state, sessionId, group, nameOf }: GroupScene, now: number): WatchedGroup {
  const { phase, paused } = state;
  const time = stageTime(state, now);
  const task = phase.name === 'task' || phase.name === 'reveal' ? phase.task : null;
  return {
    sessionId,
    group,
    phase: phase.name,
    scene: phase.name === 'scene' ? phase.scene : task === null ? null : state.rules.tasks[task]!.scene,
    task,
    right: rightOf(state),
    hearts: state.hearts,
    coins: state.coins,
    paused: paused?.reason ?? null,
    ended: phase.name === 'ended' ? phase.reason : null,
    reward: rewardOf(state),
    stageMs: time?.spentMs ?? null,
    limitMs: time?.limitMs ?? null,
    again: isAskedAgain(state),
    elsewhere: false,
    learners: members(state).map((learner) => ({
      participantId: learner.id,
      nickname: nameOf(learner.id),
      connected: learner.connected,
      contribution: { ...learner.contribution },
      waitedFor: isWaitedFor(state, learner),
    })),
  };
}
