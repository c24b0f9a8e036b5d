import { type ClassPlan, inLocale } from '../../../domain/challenge/class-plan.ts';
import { keyOf } from '../../../domain/challenge/key.ts';
import { shownOf } from '../../../domain/challenge/shown.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { Locale } from '../../../wire/common.ts';
import type { Replay, ReplayRound } from '../../../wire/replay.ts';
import { presentSession, type SessionRow, sessionColumns } from '../session.presenter.ts';
import { createFolded } from './folded.ts';

type Found = SessionRow & { projected: boolean; ownPace: boolean };

/** [REP-3] A class again, from its log, for whoever may read its report: the row policies say who that is. */
export function createReplayService({ db }: { db: Database }) {
  const folded = createFolded(db.jobs);

  /** The caller sees the session, it is over, and it had a stage. */
  async function find(caller: Caller, sessionId: string): Promise<Found> {
    const [row] = await db.asCaller(caller, (em) =>
      em.execute<Found[]>(
        `SELECT ${sessionColumns}, s.closes_at IS NOT NULL AS "ownPace", s.projected_at IS NOT NULL AS projected
         FROM live_sessions s WHERE s.id = ? AND s.format <> 'group_mission'`,
        [sessionId],
      ),
    );
    if (!row) throw new AppError('session/not-found');
    if (!row.projected)
      throw new AppError('session/not-ended', 'It can be replayed as soon as the class has ended.');
    if (row.ownPace)
      throw new AppError('replay/own-pace', 'Everybody played at the own pace: there was no common stage.');
    return row;
  }

  return {
    async overview(caller: Caller, sessionId: string, locale: Locale): Promise<Replay> {
      const row = await find(caller, sessionId);
      const { plan, settings, participants } = await db.asCaller(caller, async (em) => {
        const [found] = await em.execute<{ plan: ClassPlan }[]>(
          'SELECT snapshot AS plan FROM live_sessions WHERE id = ?',
          [sessionId],
        );
        return {
          plan: found!.plan,
          settings: row.settings,
          // the order of the report
          participants: await em.execute<{ id: string; nickname: string; team: number | null }[]>(
            `SELECT id, nickname, team FROM live_participants WHERE session_id = ? AND joined_in_round IS NOT NULL
             ORDER BY final_rank NULLS LAST, joined_at, id`,
            [sessionId],
          ),
        };
      });
      const { players, marks, leftOut, durationMs, asked, order } = await folded.of(
        sessionId,
        plan,
        settings,
      );
      const people = new Map(participants.map((one, i) => [one.id, { ...one, number: i + 1 }]));
      return {
        session: presentSession(row),
        durationMs,
        players: players.map((participantId, i) => {
          const found = people.get(participantId);
          return {
            participantId,
            nickname: found?.nickname ?? '',
            number: found?.number ?? participants.length + i + 1,
            team: found?.team ?? null,
          };
        }),
        questions: asked.map((round) => {
          const planned = plan.rounds[order[round]!]!;
          const texts = inLocale(planned.texts, locale, plan.locale);
          return {
            round,
            of: order.length,
            ...shownOf(planned, texts),
            key: keyOf(planned, texts),
            explanation: texts.explanation,
          };
        }),
        marks,
        leftOut,
      };
    },

    async round(caller: Caller, sessionId: string, round: number): Promise<ReplayRound> {
      const { settings } = await find(caller, sessionId);
      const [found] = await db.asCaller(caller, (em) =>
        em.execute<{ plan: ClassPlan }[]>('SELECT snapshot AS plan FROM live_sessions WHERE id = ?', [
          sessionId,
        ]),
      );
      const { rounds } = await folded.of(sessionId, found!.plan, settings);
      const packed = rounds.get(round);
      if (!packed) throw new AppError('replay/no-such-question', 'This question was not asked.');
      return folded.unpack(packed);
    },
  };
}
export type ReplayService = ReturnType<typeof createReplayService>;
