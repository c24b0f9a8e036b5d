import { createTutti } from '@tutti/client';
import {
  createAccounts,
  createAdmin,
  createBadges,
  createClasses,
  createCompliance,
  createFamily,
  createGameCredentials,
  createHomework,
  createLeaderboards,
  createMail,
  createMastery,
  createMissionsAlone,
  createPeople,
  createProgress,
  createRaces,
  createRecords,
  createSecurity,
} from '@tutti/client/admin';

/** The one connection of these pages to their own server. */
export const tutti = createTutti();
export const admin = createAdmin(tutti);
export const accounts = createAccounts(tutti);
export const family = createFamily(tutti);
export const compliance = createCompliance(tutti);
export const security = createSecurity(tutti);
export const gameCredentials = createGameCredentials(tutti);
export const homework = createHomework(tutti);
export const leaderboards = createLeaderboards(tutti);
export const mail = createMail(tutti);
export const missionsAlone = createMissionsAlone(tutti);
export const classes = createClasses(tutti);
export const people = createPeople(tutti);
export const mastery = createMastery(tutti);
export const badges = createBadges(tutti);
export const progress = createProgress(tutti);
export const races = createRaces(tutti);
export const records = createRecords(tutti);
