import type pg from 'pg';
import { type Played, usualXp } from '../../domain/reward/earned.ts';
import * as sql from './played.sql.ts';

interface SeatRow extends Omit<Played, 'answers'> {
  learnerId: string;
  id: string;
}
interface AnswerRow {
  participantId: string;
  questionId: string | null;
  outcome: string;
  at: Date;
  /** What a right answer earns; null: not fixed yet. */
  xp: number | null;
}

export type PlayedBy = Map<string, Played[]>;

/** What learners did under their accounts in one session. */
export const readSession = (client: pg.ClientBase, sessionId: string): Promise<PlayedBy> =>
  read(client, sql.seatsOfSession, sessionId);

/** What one learner did in all sessions. */
export const readLearner = async (client: pg.ClientBase, learnerId: string): Promise<Played[]> =>
  (await read(client, sql.seatsOfLearner, learnerId)).get(learnerId) ?? [];

async function read(client: pg.ClientBase, seatsSql: string, id: string): Promise<PlayedBy> {
  const { rows: seats } = await client.query<SeatRow>(seatsSql, [id]);
  const { rows } = await client.query<AnswerRow>(sql.answersOf, [seats.map((seat) => seat.id)]);
  const answers = new Map<string, AnswerRow[]>();
  for (const row of rows) {
    const own = answers.get(row.participantId);
    if (own) own.push(row);
    else answers.set(row.participantId, [row]);
  }
  const played: PlayedBy = new Map();
  for (const { learnerId, id: seat, ...session } of seats) {
    const own = (answers.get(seat) ?? []).flatMap(({ questionId, outcome, at, xp }) =>
      questionId === null
        ? []
        : [{ questionId, right: outcome === 'right', xp: xp ?? usualXp, at: at.getTime() }],
    );
    played.set(learnerId, [...(played.get(learnerId) ?? []), { ...session, answers: own }]);
  }
  return played;
}
