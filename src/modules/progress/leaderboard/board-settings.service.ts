import { boardsUnsaid, strictestBoards } from '../../../domain/consent/boards.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../../platform/http/caller.ts';
import type { BoardChoice, ChildBoards, ClassBoard, OwnBoards } from '../../../wire/leaderboard.ts';
import { audit, changesOf } from '../../compliance/audit.service.ts';
import { type FamilyService, lockGuardianship } from '../../family/family.service.ts';

interface Dependencies {
  db: Database;
  family: Pick<FamilyService, 'requireChild'>;
}
interface GuardianRow extends BoardChoice {
  guardianId: string;
}

/** [LDB-3] [LDB-4] Who is on a board: learners say so themselves, guardians of a child narrow it, teachers turn one off. */
export function createBoardSettingsService({ db, family }: Dependencies) {
  const readOwn = async (caller: Caller): Promise<OwnBoards> => {
    const [own] = await db.asCaller(caller, (em) =>
      em.execute<(BoardChoice & { classAllowed: boolean; schoolAllowed: boolean })[]>(ownBoards),
    );
    const { classAllowed, schoolAllowed, ...said } = own!;
    return { ...said, allowed: { class: classAllowed, school: schoolAllowed } };
  };

  const readChild = async (caller: SignedInCaller, childId: string): Promise<ChildBoards> => {
    const rows = await db.asCaller(caller, (em) => em.execute<GuardianRow[]>(guardiansBoards, [childId]));
    const said = rows.map(({ guardianId: _, ...boards }) => boards);
    const mine = rows.find(({ guardianId }) => guardianId === caller.userId);
    return {
      mine: mine ? { class: mine.class, school: mine.school } : boardsUnsaid,
      effective: strictestBoards(said),
    };
  };

  return {
    readOwn,

    /** Refuses `leaderboard/not-allowed` where a grown-up would have to allow it first. */
    async changeOwn(caller: Caller, wanted: BoardChoice): Promise<OwnBoards> {
      const before = await readOwn(caller);
      const tooMuch = (['class', 'school'] as const).some(
        (board) => wanted[board] && !before[board] && !before.allowed[board],
      );
      if (tooMuch) throw new AppError('leaderboard/not-allowed', 'A grown-up has to allow this first.');
      await db.asCaller(caller, (em) =>
        em.execute('UPDATE user_profiles SET on_class_board = ?, on_school_board = ? WHERE user_id = ?', [
          wanted.class,
          wanted.school,
          caller.userId,
        ]),
      );
      return readOwn(caller);
    },

    async ofChild(caller: SignedInCaller, childId: string): Promise<ChildBoards> {
      await family.requireChild(caller, childId);
      return readChild(caller, childId);
    },

    /** [CON-4] Of several guardians the stricter counts. */
    async changeChild(caller: SignedInCaller, childId: string, wanted: BoardChoice): Promise<ChildBoards> {
      const { orgId } = await family.requireChild(caller, childId);
      const { mine } = await readChild(caller, childId);
      await db.asWorker(async (em) => {
        await lockGuardianship(em, caller.userId, childId);
        await em.execute(saveBoards, [childId, caller.userId, wanted.class, wanted.school]);
        await audit(em, {
          orgId,
          actorId: caller.userId,
          onBehalfOf: childId,
          action: 'child_controls.changed',
          entity: 'child_controls',
          entityId: childId,
          changes: changesOf(named(mine), named(wanted)),
        });
      });
      return readChild(caller, childId);
    },

    /** For who teaches the class. */
    async changeClass(caller: SignedInCaller, classId: string, { shown }: ClassBoard): Promise<ClassBoard> {
      const [before] = await db.asCaller(caller, (em) => em.execute<ClassBoard[]>(taughtClass, [classId]));
      if (!before) throw new AppError('class/not-found', 'There is no such class, or it is not yours.');
      await db.asWorker(async (em) => {
        await em.execute('UPDATE groups SET shows_leaderboard = ? WHERE id = ?', [shown, classId]);
        await audit(em, {
          orgId: caller.orgId,
          actorId: caller.userId,
          action: 'class.changed',
          entity: 'group',
          entityId: classId,
          changes: changesOf({ leaderboard: before.shown }, { leaderboard: shown }),
        });
      });
      return { shown };
    },
  };
}
export type BoardSettingsService = ReturnType<typeof createBoardSettingsService>;

/** As they stand in the log. */
const named = (boards: BoardChoice) => ({ classBoard: boards.class, schoolBoard: boards.school });

const ownBoards = `
  SELECT own_class AS "class", own_school AS school, class_allowed AS "classAllowed", school_allowed AS "schoolAllowed" FROM app_own_boards()`;

const guardiansBoards = `
  SELECT c.guardian_id AS "guardianId", c.class_board AS "class", c.school_board AS school
  FROM child_controls c JOIN guardian_links g ON g.child_id = c.child_id AND g.guardian_id = c.guardian_id AND g.status = 'active' WHERE c.child_id = ?`;

/** Whoever has said nothing about the other switches has still said nothing that narrows them. */
const saveBoards = `
  INSERT INTO child_controls (child_id, guardian_id, chat_enabled, ai_enabled, class_board, school_board) VALUES (?, ?, true, true, ?, ?)
  ON CONFLICT (child_id, guardian_id) DO UPDATE SET class_board = EXCLUDED.class_board, school_board = EXCLUDED.school_board`;

const taughtClass = `
  SELECT shows_leaderboard AS shown FROM groups WHERE id = ? AND archived_at IS NULL AND id IN (SELECT app_taught_groups())`;
