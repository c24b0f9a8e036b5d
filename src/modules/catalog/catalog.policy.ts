import { may } from '../../platform/http/caller.ts';

/** The preview shows the keys. */
export const mayPreviewMissions = may('missions.read');
