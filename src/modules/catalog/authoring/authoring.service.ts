import type { EntityManager } from '@mikro-orm/postgresql';
import type { z } from 'zod';
import type { Database } from '../../../platform/database/database.ts';
import type { SignedInCaller } from '../../../platform/http/caller.ts';
import type { FileContent } from '../../../platform/http/route.ts';
import type {
  changedMission,
  changedQuestion,
  MissionDraft,
  missionOutline,
  newMission,
  newQuestion,
  Written,
} from '../../../wire/authoring.ts';
import type { MediaService } from '../../media/media.service.ts';
import { type Claimed, claimMission } from './claim-mission.ts';
import { copyMission } from './copy-mission.ts';
import { readMissionToExport, zipMission } from './export-mission.ts';
import { readDraft } from './read-draft.ts';
import { insertMission, updateMission } from './write-mission.ts';
import { writeOutline } from './write-outline.ts';
import { insertQuestion, updateQuestion } from './write-question.ts';
import { writeRequirements } from './write-requirements.ts';

export type AuthoringService = ReturnType<typeof createAuthoringService>;

/** What teachers write. Whose missions somebody may change the row policies decide; every change names the version it read. */
export function createAuthoringService(db: Database, media: Pick<MediaService, 'filesOf'>) {
  /** One change of a mission or of something in it. */
  const change = (
    caller: SignedInCaller,
    id: string,
    version: number | null,
    work: (em: EntityManager, claimed: Claimed) => Promise<string>,
  ): Promise<Written> =>
    db.asCaller(caller, async (em) => {
      const claimed = await claimMission(em, id, version);
      return { id: await work(em, claimed), version: claimed.version };
    });

  return {
    draft: (caller: SignedInCaller, id: string): Promise<MissionDraft> =>
      db.asCaller(caller, (em) => readDraft(em, id)),

    /** In the form of the files below `content/`. */
    async export(caller: SignedInCaller, id: string): Promise<FileContent> {
      const mission = await db.asCaller(caller, (em) => readMissionToExport(em, id));
      const ids = mission.media.map((one) => one.id);
      return zipMission(mission, await media.filesOf(caller.orgId, ids));
    },

    create: (caller: SignedInCaller, mission: z.output<typeof newMission>): Promise<Written> =>
      db.asCaller(caller, async (em) => ({ id: await insertMission(em, caller, mission), version: 1 })),

    copy: (caller: SignedInCaller, id: string): Promise<Written> =>
      db.asCaller(caller, async (em) => ({ id: await copyMission(em, caller, id), version: 1 })),

    change: (caller: SignedInCaller, id: string, { version, ...facts }: z.output<typeof changedMission>) =>
      change(caller, id, version, async (em, claimed) => {
        await updateMission(em, id, claimed, facts);
        return id;
      }),

    /** Out of the library; sessions and reports keep what they have of it. */
    async archive(caller: SignedInCaller, id: string): Promise<void> {
      await change(caller, id, null, async (em) => {
        await em.execute('UPDATE missions SET is_active = false WHERE id = ?', [id]);
        // nobody begins it any more, so it stands in the way of no other order
        await writeRequirements(em, id, []);
        return id;
      });
    },

    outline: (caller: SignedInCaller, id: string, { version, lessons }: z.output<typeof missionOutline>) =>
      change(caller, id, version, async (em, claimed) => {
        await writeOutline(em, id, claimed, lessons);
        return id;
      }),

    addQuestion: (caller: SignedInCaller, id: string, { version, ...added }: z.output<typeof newQuestion>) =>
      change(caller, id, version, (em, claimed) => insertQuestion(em, caller, id, claimed, added)),

    changeQuestion: (
      caller: SignedInCaller,
      id: string,
      questionId: string,
      { version, question }: z.output<typeof changedQuestion>,
    ) =>
      change(caller, id, version, async (em, claimed) => {
        await updateQuestion(em, id, claimed, questionId, question);
        return questionId;
      }),
  };
}
