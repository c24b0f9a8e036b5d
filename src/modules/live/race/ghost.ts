import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ghost, Leg } from '../../../domain/self-paced/race.ts';

interface Raced {
  sessionId: string;
  /** Places of the session that count, in order. */
  asked: readonly number[];
  /** What a question without an answer took, ms. */
  limits: readonly number[];
  goal: number;
}
interface OfRound {
  round: number;
  points: number;
  /** null: it is not told. */
  ms: number | null;
}

/** [REP-3] What the learner did then. */
export async function ownGhost(em: EntityManager, raced: Raced, participantId: string): Promise<Ghost> {
  const rounds = await em.execute<OfRound[]>(
    `SELECT round, sum(points)::integer AS points, (array_agg(response_ms ORDER BY vote DESC))[1] AS ms
     FROM live_answers WHERE session_id = ? AND participant_id = ? GROUP BY round`,
    [raced.sessionId, participantId],
  );
  return { against: 'own', legs: legsOf(raced, rounds), field: null, goal: raced.goal };
}

/** What the others of the class did in the middle, and how many of them were where; a time that is one learner's alone is left out. */
export async function classGhost(em: EntityManager, raced: Raced, userId: string): Promise<Ghost> {
  const rounds = await em.execute<OfRound[]>(
    `WITH ${runners}
     SELECT a.round, (sum(a.points)::float8 / (SELECT count(*) FROM runner)) AS points,
       CASE WHEN count(DISTINCT a.participant_id) > 1 THEN avg(a.response_ms) FILTER (WHERE a.is_last)::float8 END AS ms
     FROM (SELECT *, vote = max(vote) OVER (PARTITION BY participant_id, round) AS is_last FROM live_answers WHERE session_id = ?) a
     JOIN runner ON runner.id = a.participant_id GROUP BY a.round`,
    [raced.sessionId, userId, raced.sessionId],
  );
  const places = await em.execute<{ round: number; tenth: number; n: number }[]>(
    `WITH ${runners}, asked AS (SELECT position FROM live_rounds WHERE session_id = ? AND answered > 0),
     earned AS (SELECT participant_id, round, sum(points) AS points FROM live_answers WHERE session_id = ? GROUP BY participant_id, round),
     so_far AS (SELECT position AS round, sum(coalesce(e.points, 0)) OVER (PARTITION BY runner.id ORDER BY position) AS points
       FROM runner CROSS JOIN asked LEFT JOIN earned e ON e.participant_id = runner.id AND e.round = asked.position)
     SELECT round, greatest(0, least(9, floor(10 * points / ?::float8)))::integer AS tenth, count(*)::integer AS n FROM so_far GROUP BY round, tenth`,
    [raced.sessionId, userId, raced.sessionId, raced.sessionId, raced.goal],
  );
  const field = raced.asked.map(() => new Array<number>(10).fill(0));
  for (const { round, tenth, n } of places) {
    const place = field[raced.asked.indexOf(round)];
    if (place) place[tenth] = n;
  }
  return { against: 'class', legs: legsOf(raced, rounds), field, goal: raced.goal };
}

/** Who answered something, without the one who races now. */
const runners = `runner AS (SELECT lp.id FROM live_participants lp
  WHERE lp.session_id = ? AND lp.answered_count > 0 AND lp.kicked_at IS NULL AND lp.user_id IS DISTINCT FROM ?::uuid)`;

function legsOf({ asked, limits }: Raced, rounds: readonly OfRound[]): Leg[] {
  const byRound = new Map(rounds.map((one) => [one.round, one]));
  let points = 0;
  let ms = 0;
  return asked.map((position, i) => {
    const found = byRound.get(position);
    points += found?.points ?? 0;
    ms += found?.ms ?? limits[i]!;
    return { points: Math.round(points), ms: Math.round(ms) };
  });
}
