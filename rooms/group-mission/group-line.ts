import { z } from 'zod';
import { watched } from '../../src/wire/group-output.ts';

const participantId = z.string();
/** What a panel orders of a group. */
const groupOrder = z.discriminatedUnion('verb', [
  z.object({ verb: z.enum(['start', 'pause', 'resume', 'end']) }),
  z.object({ verb: z.literal('say'), text: z.string() }),
  /** The learner was moved here, perhaps back. */
  z.object({ verb: z.literal('expect'), participantId }),
  z.object({ verb: z.literal('moveAway'), participantId }),
  z.object({ verb: z.literal('remove'), participantId }),
  /** The name is stored already. */
  z.object({ verb: z.literal('renamed'), participantId, nickname: z.string() }),
]);
export type GroupOrder = z.infer<typeof groupOrder>;

export const groupsMessage = z.discriminatedUnion('type', [
  /** A panel of this run is open: whoever runs groups of it says how they are, and what changes. */
  z.object({ type: z.literal('watching'), runId: z.string() }),
  z.object({ type: z.literal('groups'), runId: z.string(), groups: z.array(watched) }),
  z.object({ type: z.literal('gone'), runId: z.string(), sessionId: z.string() }),
  z.object({
    type: z.literal('order'),
    id: z.string(),
    runId: z.string(),
    sessionId: z.string(),
    order: groupOrder,
  }),
  /** `code` of the refusal; null: it is stored. */
  z.object({ type: z.literal('obeyed'), id: z.string(), code: z.string().nullable() }),
]);
export type GroupsMessage = z.infer<typeof groupsMessage>;

/** How processes that have groups and panels of one run talk; null: this one is alone. */
export type GroupLine = {
  tellOthers(message: GroupsMessage): void;
  onAnnounced(listener: (message: GroupsMessage) => void): () => void;
} | null;
