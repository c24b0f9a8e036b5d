import { may } from '../../platform/http/caller.ts';

export const mayInvite = may('people.invite');
