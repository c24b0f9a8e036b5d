import { z } from 'zod';
import type { AnswerPlace, Receipt } from '../../../domain/receipt/receipt.ts';
import { countingAnswers, type Records, type Stamp, standingOf } from '../../../domain/receipt/standing.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { CheckedReceipts, ReceiptKeys, SessionReceipts } from '../../../wire/receipts.ts';
import type { PlayerDoor } from '../records/player-door.ts';
import type { ReceiptMaker, StoredAnswer } from './receipt-maker.ts';
import { readLogged, readReported, readSeats, readSessions, type Seat } from './stored-answers.ts';

interface Dependencies {
  db: Database;
  maker: ReceiptMaker;
  door: PlayerDoor;
}

type Played = Seat & Pick<SessionReceipts, 'title' | 'joinedAt'>;
interface WatchedRow extends Seat {
  title: string;
  /** To the microsecond, as the order has it. */
  at: string;
}

const place = z.tuple([z.iso.datetime({ precision: 6 }).refine((at) => at >= '1970'), z.uuid()]);

/**
 * [REP-2] Receipts are made when somebody asks for them, from the log, which nobody changes; what an answer costs they do not touch. They are
 * held against the report, which is made from the log once and could be changed.
 */
export function createReceipts({ db, maker, door }: Dependencies) {
  async function receiptsOf(played: readonly Played[]): Promise<SessionReceipts[]> {
    const [sessions, logged] = await Promise.all([
      readSessions(
        db.jobs,
        played.map(({ session }) => session),
      ),
      readLogged(db.jobs, played),
    ]);
    const bySession = Map.groupBy(logged, ({ session }) => session);
    return Promise.all(
      played.map(async ({ session, title, joinedAt }) => {
        const answers = countingAnswers(bySession.get(session) ?? []);
        const made = answers.map((stored) => {
          const asked = sessions.get(session)?.askedIn(stored.round);
          return asked ? [maker.make(stored, asked)] : [];
        });
        return { sessionId: session, title, joinedAt, receipts: await Promise.all(made.flat()) };
      }),
    );
  }

  /** What is stored where these receipts say; null: nothing any more. */
  async function recordsOf(receipts: readonly Receipt[]): Promise<(receipt: Receipt) => Records | null> {
    const seats = seatsOf(receipts);
    const [there, sessions, logged, reported] = await Promise.all([
      readSeats(db.jobs, seats),
      readSessions(
        db.jobs,
        seats.map(({ session }) => session),
      ),
      readLogged(db.jobs, seats),
      readReported(db.jobs, seats),
    ]);
    const known = new Set(there.map(nameOfSeat));
    const [inLog, inReport] = [logged, reported].map((all) => Map.groupBy(all, nameOfPlace));
    return (receipt) => {
      const session = sessions.get(receipt.session);
      if (!session || !known.has(nameOfSeat(receipt))) return null;
      const asked = session.askedIn(receipt.round);
      const stamps = (all: StoredAnswer[] = []): Stamp[] =>
        all.flatMap((stored) => {
          const answerHash = maker.answerHashOf(stored, receipt.keyId);
          return asked && answerHash ? [{ askedHash: asked.askedHash, answerHash, at: stored.at }] : [];
        });
      return {
        isReported: session.isReported,
        logged: stamps(inLog!.get(nameOfPlace(receipt))),
        reported: stamps(inReport!.get(nameOfPlace(receipt)))[0] ?? null,
      };
    };
  }

  return {
    keys: async (): Promise<ReceiptKeys> => ({ keys: maker.publicKeys }),

    /** Of whoever has the resume token, in its session, as soon as there is an answer. */
    async ofPlayer(resumeToken: string): Promise<SessionReceipts> {
      const { sessionId, participantId, title, joinedAt } = await door(resumeToken);
      const [own] = await receiptsOf([
        { session: sessionId, participant: participantId, title, joinedAt: joinedAt.toISOString() },
      ]);
      return own!;
    },

    /** Of a learner, a page of the sessions played under the account, newest first; sessions without an answer are left out. */
    async mine(caller: Caller, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
      const [at, session] = cursor === undefined ? [null, null] : decodeCursor(cursor, place);
      const found = await db.asCaller(caller, (em) =>
        em.execute<WatchedRow[]>(mineSql, [at, at, session, limit + 1]),
      );
      const rows = found.slice(0, limit);
      const last = rows.at(-1);
      const own = await receiptsOf(
        rows.map(({ at: joined, ...row }) => ({ ...row, joinedAt: new Date(joined).toISOString() })),
      );
      return {
        items: own.filter(({ receipts }) => receipts.length > 0),
        nextCursor: found.length > limit && last ? encodeCursor([last.at, last.session]) : null,
      };
    },

    /** Of a receipt whose signature is not right nothing is looked up: who made it up learns nothing. */
    async check(receipts: readonly Receipt[]): Promise<CheckedReceipts> {
      const signatures = await Promise.all(receipts.map(maker.verify));
      const sound = receipts.filter((_, i) => signatures[i] === 'right');
      const recordsFor = await recordsOf(sound);
      return {
        results: receipts.map((receipt, i) => {
          const signature = signatures[i]!;
          const report = signature === 'right' ? standingOf(receipt, recordsFor(receipt)) : null;
          return { signature, report };
        }),
      };
    },
  };
}
export type Receipts = ReturnType<typeof createReceipts>;

const nameOfSeat = ({ session, participant }: Seat): string => `${session}/${participant}`;
const nameOfPlace = ({ round, vote, ...seat }: AnswerPlace): string => `${nameOfSeat(seat)}/${round}/${vote}`;
const seatsOf = (receipts: readonly Receipt[]): Seat[] => [
  ...new Map(
    receipts.map(({ session, participant }) => [
      nameOfSeat({ session, participant }),
      { session, participant },
    ]),
  ).values(),
];

const mineSql = `
  SELECT session_id AS session, participant_id AS participant, title, to_char(joined_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
  FROM app_watched_sessions() WHERE user_id = (SELECT app_user_id()) AND (?::timestamptz IS NULL OR (joined_at, session_id) < (?::timestamptz, ?::uuid))
  ORDER BY joined_at DESC, session_id DESC LIMIT ?`;
