import { groupsOf } from '@tutti/client/groups';
import { tutti } from '../../desk/tutti.ts';

/** Group missions, over the one connection of these pages. */
export const groups = groupsOf(tutti);

export const runsKey = ['group-runs'];
