import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { ClassPlan } from '../../../domain/challenge/class-plan.ts';
import { goalOf } from '../../../domain/self-paced/race.ts';
import type { Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../../platform/http/caller.ts';
import type { Locale } from '../../../wire/common.ts';
import { fewestRunners, mostRaces, type Races, raceHours, type StartedRace } from '../../../wire/race.ts';
import type { SessionSettings } from '../../../wire/session.ts';
import { numbered } from '../account-name.ts';
import { requireStanding } from '../account-seats.ts';
import { kindNickname } from '../nickname.service.ts';
import type { ResumeTokens } from '../resume-token.ts';
import { classGhost, ownGhost } from './ghost.ts';
import { listRuns, oneRun, type Run } from './runs.sql.ts';

interface Begun {
  sessionId: string;
  participantId: string;
  nickname: string;
  title: string;
}
interface Original {
  mission_id: string | null;
  title: string;
  scoring: string;
  settings: SessionSettings;
  plan: ClassPlan;
  played: number[] | null;
  asked: number[];
}

/** [REP-3] A learner against an earlier run: a session of its own, at the own pace, which nobody else sees and no class counts. */
export function createRaces({ db, resumeTokens }: { db: Database; resumeTokens: ResumeTokens }) {
  return {
    async list({ userId, orgId }: SignedInCaller): Promise<Races> {
      const { rows } = await db.jobs.query<Run>(listRuns, [userId, orgId, fewestRunners]);
      return {
        items: rows.map(({ own_points, own_right, participant_id, runners: _, ...run }) => ({
          sessionId: run.id,
          title: run.title,
          at: run.at.toISOString(),
          questions: run.questions,
          own: participant_id === null ? null : { points: own_points ?? 0, right: own_right ?? 0 },
          className: run.class_name,
        })),
      };
    },

    /** The same race again as long as it is not over. */
    async start(
      caller: SignedInCaller,
      { sessionId, against, locale }: { sessionId: string; against: 'own' | 'class'; locale: Locale },
    ): Promise<StartedRace> {
      const { userId, orgId, sessionFamily } = caller;
      const { name } = await requireStanding(db.jobs, { userId, sessionFamily });
      const race = await db.asWorker(async (em) => {
        // one after another: the number of open races is counted
        await em.execute('SELECT 1 FROM users WHERE id = ? FOR UPDATE', [userId]);
        const open = await em.execute<(Begun & { of: string | null; against: string })[]>(openRaces, [
          userId,
        ]);
        const same = open.find((one) => one.of === sessionId && one.against === against);
        if (same) return same;
        const [run] = await em.execute<Run[]>(oneRun, [fewestRunners, userId, orgId, sessionId]);
        if (!run || (against === 'own' ? run.participant_id === null : run.class_name === null))
          throw new AppError('race/not-found', 'There is no such run, or it cannot be raced against.');
        if (open.length >= mostRaces)
          throw new AppError('race/too-many', `Finish one of your ${mostRaces} races first.`);
        const nickname = kindNickname(numbered(name, 1, locale));
        return begin(em, { userId, orgId, run, against, locale, nickname });
      });
      const { participantId, nickname, title } = race;
      const resumeToken = resumeTokens.sign({ sid: race.sessionId, pid: participantId, fam: sessionFamily });
      return { sessionId: race.sessionId, resumeToken, nickname, title };
    },
  };
}
export type RaceService = ReturnType<typeof createRaces>;

interface Wanted {
  userId: string;
  orgId: string;
  run: Run;
  against: 'own' | 'class';
  locale: Locale;
  nickname: { nickname: string; skeleton: string };
}

async function begin(
  em: EntityManager,
  { userId, orgId, run, against, locale, nickname }: Wanted,
): Promise<Begun> {
  const [original] = await em.execute<Original[]>(readOriginal, [run.id]);
  const { title, plan, played, asked, settings } = original!;
  const rounds = asked.map((position) => plan.rounds[played?.[position] ?? position]!);
  const timed = settings.format === 'self_paced' ? settings.timed === true : true;
  const raced = {
    sessionId: run.id,
    asked,
    limits: rounds.map(({ timeLimitMs }) => (timed ? timeLimitMs : 0)),
    goal: goalOf(rounds, { scoring: settings.scoring, streakBonus: settings.streakBonus ?? false }),
  };
  const ghost =
    against === 'own' ? await ownGhost(em, raced, run.participant_id!) : await classGhost(em, raced, userId);
  const sessionId = uuid();
  await em.execute(insertRace, [
    sessionId,
    orgId,
    original!.mission_id,
    title,
    original!.scoring,
    JSON.stringify(ownPace(settings, timed)),
    JSON.stringify({ ...plan, rounds }),
    userId,
    run.id,
    JSON.stringify(ghost),
    raceHours,
  ]);
  const participantId = uuid();
  await em.execute(
    'INSERT INTO live_participants (id, session_id, user_id, nickname, skeleton, locale) VALUES (?, ?, ?, ?, ?, ?)',
    [participantId, sessionId, userId, nickname.nickname, nickname.skeleton, locale],
  );
  return { sessionId, participantId, nickname: nickname.nickname, title };
}

/** The points of that session, with nobody else in the room. */
const ownPace = (settings: SessionSettings, timed: boolean): SessionSettings => ({
  ...settings,
  format: 'self_paced',
  timed,
  getReadySeconds: 0,
  standings: 'off',
  cap: 1,
  revoteBelow: null,
  changeAnswers: false,
  secondFactor: false,
  approveNames: false,
  spectators: false,
  rehearsal: false,
});

const openRaces = `
SELECT s.id AS "sessionId", lp.id AS "participantId", lp.nickname, s.title, s.race_of AS "of", s.ghost->>'against' AS against
FROM live_sessions s JOIN live_participants lp ON lp.session_id = s.id AND lp.user_id = s.racer_id
WHERE s.racer_id = ? AND s.status IN ('lobby', 'running', 'paused') AND s.closes_at > now()`;

const readOriginal = `
SELECT s.mission_id, s.title, s.scoring, s.settings, s.snapshot AS plan, s.played,
  ARRAY(SELECT r.position FROM live_rounds r WHERE r.session_id = s.id AND r.answered > 0 ORDER BY r.position) AS asked
FROM live_sessions s WHERE s.id = ?`;

const insertRace = `
INSERT INTO live_sessions (id, org_id, mission_id, title, format, scoring, settings, snapshot, racer_id, race_of, ghost, closes_at)
VALUES (?, ?, ?, ?, 'ghost', ?, ?::jsonb, ?::jsonb, ?, ?, ?::jsonb, now() + make_interval(hours => ?))`;
